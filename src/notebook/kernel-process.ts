/** A kernel as a child process: started, listened to, and ended for certain. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Connection } from "./connection.js";
import type { KernelSpec } from "./kernelspec.js";

export interface KernelProcess {
  readonly pid: number | undefined;
  /** Resolves when the process is gone, with one line saying how it went. */
  readonly ended: Promise<string>;
  /** The last lines it wrote past Jupyter, where a crash explains itself. */
  tail(): string[];
  /** Waits `patience` seconds for it to end by itself, then SIGTERM, then SIGKILL. */
  end(patience: number): Promise<void>;
}

const tailLines = 20;
const termPatience = 1;

export function startProcess(spec: KernelSpec, connection: Connection, cwd: string): KernelProcess {
  const [command, ...rest] = spec.argv.map((word) => word.replace("{connection_file}", connection.file));
  // The name is Jupyter's: a kernel that knows it ends when this program is gone.
  const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
  const child = spawn(command, rest, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk)
        .split("\n")
        .slice(-tailLines - 1)
        .join("\n");
    });
  }

  // Whatever makes this program exit, Ctrl-C included, takes the kernel along.
  const onExit = (): void => {
    child.kill("SIGKILL");
    connection.remove();
  };
  process.once("exit", onExit);
  const ended = describeEnd(child).then((line) => {
    process.removeListener("exit", onExit);
    connection.remove();
    return line;
  });

  async function end(patience: number): Promise<void> {
    if (await within(ended, patience)) return;
    child.kill("SIGTERM");
    if (await within(ended, termPatience)) return;
    child.kill("SIGKILL");
    await ended;
  }

  return { pid: child.pid, ended, tail: () => text.split("\n").filter((line) => line.trim() !== ""), end };
}

/** True when `event` happens within `seconds`. */
export async function within(event: Promise<unknown>, seconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, false);
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

function describeEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`the kernel could not be started: ${error.message}`));
    child.once("close", (code, signal) => {
      resolve(signal === null ? `the kernel ended with exit code ${code}` : `the kernel was ended by ${signal}`);
    });
  });
}

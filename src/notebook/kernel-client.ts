/** Runs code in a Jupyter kernel over the wire protocol, without Python. */
import { type Channels, openChannels } from "./channels.js";
import { openConnection } from "./connection.js";
import { type KernelProcess, startProcess, within } from "./kernel-process.js";
import { type KernelSpec, maruyamaKernel } from "./kernelspec.js";
import { collector, type Displays, ensureError, errorOutput, type Output } from "./outputs.js";
import type { Content } from "./protocol.js";

export interface KernelOptions {
  /** The folder the kernel runs in: the notebook's. */
  readonly cwd: string;
  /** Default: our own. */
  readonly spec?: KernelSpec;
  /** Seconds until the kernel must answer; default 60. */
  readonly startTimeout?: number;
}

export interface ExecuteOptions {
  /** Called after each change of the outputs. */
  readonly onOutput?: (outputs: readonly Output[]) => void;
  /** Seconds; default: no limit. */
  readonly timeout?: number;
}

export interface Execution {
  /** After "timeout" and "died" the kernel is of no more use and must be shut down. */
  readonly status: "ok" | "error" | "timeout" | "died";
  /** Unless the status is "ok", one of them is an error. */
  readonly outputs: Output[];
  readonly seconds: number;
}

/** What a kernel says to a request, until it is idle again. */
export interface Answer {
  /** Undefined where the protocol asks for none. */
  readonly reply: Content | undefined;
  readonly published: readonly { readonly type: string; readonly content: Content }[];
}

export interface Kernel {
  readonly pid: number | undefined;
  execute(code: string, options?: ExecuteOptions): Promise<Execution>;
  /** Presses Stop; resolves when the kernel has been told, which is before its cell ends. */
  interrupt(): Promise<void>;
  /** Sends any message of the protocol; rejects when the kernel dies of it. */
  request(type: string, content: Content, channel?: "shell" | "control"): Promise<Answer>;
  /** Ends the process in any case, and removes what it left. */
  shutdown(): Promise<void>;
}

/** tslab may lose its last "idle" among many outputs: so many silent seconds after the reply stand for it. */
const idleGrace = 2;
/** A dead kernel's last outputs may still be on their way. */
const deathGrace = 0.1;
const shutdownPatience = 1;
const startAttempts = 3;

export async function startKernel({ cwd, spec = maruyamaKernel(), startTimeout = 60 }: KernelOptions): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    const connection = await openConnection();
    const child = startProcess(spec, connection, cwd);
    const channels = openChannels(connection);
    const trouble = await whyNotReady(channels, child, startTimeout).catch((error: Error) => error.message);
    const kernel = kernelOn(channels, child, spec);
    if (trouble === undefined) return kernel;
    await kernel.shutdown();
    if (!isLostStart(child.tail().join("\n")) || attempt === startAttempts)
      throw new Error([trouble, ...child.tail()].join("\n"));
  }
}

/**
 * Whether a kernel's last words are those of a start lost by chance: between our closing a free port and the kernel's
 * opening it another program took it, or a message reached stock tslab while it was still binding, which it does not
 * survive ("Socket is blocked by a bind or unbind operation").
 */
export function isLostStart(words: string): boolean {
  return /address already in use|EADDRINUSE|blocked by a bind/i.test(words);
}

/** Undefined once the kernel answers and its outputs reach us; else one line. */
async function whyNotReady(channels: Channels, child: KernelProcess, seconds: number): Promise<string | undefined> {
  let replied = false;
  let subscribed = false;
  let again: NodeJS.Timeout | undefined;
  const answered = new Promise<undefined>((resolve) => {
    const ask = (): void =>
      channels.request("shell", "kernel_info_request", {}, (channel) => {
        if (channel === "iopub") subscribed = true;
        else replied = true;
        if (replied && subscribed) resolve(undefined);
      });
    ask();
    // A subscription takes effect some time after it is asked for, so the first status may be missed: ask again.
    again = setInterval(ask, 250);
  });
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const line = `the kernel must answer within ${seconds} s of its start, got no answer`;
    limit = setTimeout(resolve, seconds * 1000, line);
  });
  try {
    return await Promise.race([answered, child.ended, late, channels.broken]);
  } finally {
    clearInterval(again);
    clearTimeout(limit);
  }
}

function kernelOn(channels: Channels, child: KernelProcess, { interruptMode }: KernelSpec): Kernel {
  const displays: Displays = new Map();
  let stuck = false;

  async function execute(code: string, { onOutput, timeout }: ExecuteOptions = {}): Promise<Execution> {
    const started = performance.now();
    const { outputs, finished } = runCell(channels, code, displays, onOutput);
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<"timeout">((resolve) => {
      if (timeout !== undefined) limit = setTimeout(resolve, timeout * 1000, "timeout");
    });
    const died = child.ended.then(async (): Promise<"died"> => {
      await within(finished, deathGrace);
      return "died";
    });
    const status = await Promise.race([finished, late, died, channels.broken]).finally(() => clearTimeout(limit));
    if (status === "error") ensureError(outputs);
    if (status === "died") outputs.push(errorOutput("KernelDied", await child.ended, child.tail()));
    if (status === "timeout") {
      stuck = true;
      outputs.push(errorOutput("Timeout", `the cell did not end within ${timeout} s`, []));
    }
    return { status, outputs, seconds: (performance.now() - started) / 1000 };
  }

  function request(type: string, content: Content, channel: "shell" | "control" = "shell"): Promise<Answer> {
    const died = child.ended.then((line) => {
      throw new Error(line);
    });
    return Promise.race([answerTo(channels, channel, type, content), died, channels.broken]);
  }

  async function interrupt(): Promise<void> {
    if (interruptMode === "message") await request("interrupt_request", {}, "control");
    else if (child.pid !== undefined) process.kill(child.pid, "SIGINT");
  }

  async function shutdown(): Promise<void> {
    if (!stuck) channels.request("control", "shutdown_request", { restart: false }, () => {});
    await child.end(stuck ? 0 : shutdownPatience);
    channels.close();
  }

  return { pid: child.pid, execute, interrupt, request, shutdown };
}

function answerTo(channels: Channels, on: "shell" | "control", type: string, content: Content): Promise<Answer> {
  return new Promise((resolve) => {
    const published: { type: string; content: Content }[] = [];
    let reply: Content | undefined;
    let idle = false;
    channels.request(on, type, content, (channel, message) => {
      if (channel !== "iopub") reply = message.content;
      else published.push({ type: message.header.msg_type, content: message.content });
      idle ||= channel === "iopub" && message.content.execution_state === "idle";
      if (idle && (reply !== undefined || !type.endsWith("_request"))) resolve({ reply, published });
    });
  });
}

/** Asks for one cell's execution; finished when the kernel has replied and, as far as one can tell, is idle again. */
function runCell(
  channels: Channels,
  code: string,
  displays: Displays,
  onOutput: ExecuteOptions["onOutput"],
): { outputs: Output[]; finished: Promise<"ok" | "error"> } {
  const { outputs, take } = collector(displays);
  const finished = new Promise<"ok" | "error">((resolve) => {
    let reply: Content | undefined;
    let idle = false;
    let grace: NodeJS.Timeout | undefined;
    const finish = (): void => resolve(reply?.status === "ok" ? "ok" : "error");
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    channels.request("shell", "execute_request", content, (channel, message) => {
      // Outputs are taken even after the end: what a cell writes late still belongs to it.
      if (channel === "shell") reply = message.content;
      else if (message.header.msg_type === "status") idle ||= message.content.execution_state === "idle";
      else if (take(message.header.msg_type, message.content)) onOutput?.(outputs);
      clearTimeout(grace);
      if (reply === undefined) return;
      if (idle) finish();
      else grace = setTimeout(finish, idleGrace * 1000);
    });
  });
  return { outputs, finished };
}

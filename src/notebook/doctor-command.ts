/** `maruyama doctor`: what is there, what is not, and the one thing to do about it. */

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Command, project } from "./command.js";
import { startKernel } from "./kernel-client.js";
import { maruyamaKernel, userDataFolder } from "./kernelspec.js";
import { findJupyter } from "./lab.js";

interface Row {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly found: string;
  /** What to do where it is not well. */
  readonly fix: string;
  /** Nothing of the main job needs it. */
  readonly optional?: boolean;
}

export const doctorCommand: Command = {
  usage: "doctor",
  summary: "say what is installed and works here, and how to get what does not",
  options: {},
  takesNames: false,
  async run() {
    const { root } = project();
    let isWell = true;
    for (const examine of [
      node,
      processors,
      compiledPackage,
      kernel,
      jupyter,
      kernelspec,
      chromium,
      danfo,
      tensorflow,
    ]) {
      const row = await examine(root);
      console.log(lineOf(row));
      isWell &&= row.ok || row.optional === true;
    }
    return isWell ? 0 : 1;
  },
};

const NAME_WIDTH = 22;

function lineOf({ name, ok, found, fix, optional }: Row): string {
  const colors = process.stdout.isTTY === true;
  const paint = (color: number, text: string): string => (colors ? `\x1b[${color}m${text}\x1b[0m` : text);
  const mark = ok ? paint(32, "ok      ") : optional ? paint(33, "absent  ") : paint(31, "missing ");
  return `${mark}${name.padEnd(NAME_WIDTH)}${found}${ok ? "" : `\n        ${" ".repeat(NAME_WIDTH)}→ ${fix}`}`;
}

const OLDEST_NODE = [20, 19] as const;

function node(): Row {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const fix = `install Node.js ${OLDEST_NODE.join(".")} or later from https://nodejs.org`;
  return { name: "Node.js", ok, found: process.versions.node, fix };
}

function processors(): Row {
  const count = availableParallelism();
  // A module of one function with a v128 constant: what the engine's code is made of.
  const simd = WebAssembly.validate(
    Uint8Array.of(
      0,
      97,
      115,
      109,
      1,
      0,
      0,
      0,
      1,
      5,
      1,
      96,
      0,
      1,
      123,
      3,
      2,
      1,
      0,
      10,
      10,
      1,
      8,
      0,
      65,
      0,
      253,
      15,
      253,
      98,
      11,
    ),
  );
  const found = `${count} ${count === 1 ? "thread" : "threads"}${simd ? ", WebAssembly SIMD" : ", no WebAssembly SIMD"}`;
  return { name: "processor", ok: simd, found, fix: "run Node.js on a processor with SIMD instructions" };
}

function compiledPackage(root: string): Row {
  const modules = createRequire(join(root, "notebooks", "cell.js"));
  const fix = "npm start";
  try {
    const found = modules.resolve("maruyama");
    return { name: "maruyama", ok: existsSync(found), found, fix };
  } catch {
    return { name: "maruyama", ok: false, found: "notebooks cannot import it", fix: "npm install && npm run build" };
  }
}

/** The question a healthy kernel answers rightly. */
const QUESTION = "6 * 7";

async function kernel(root: string): Promise<Row> {
  const name = "kernel";
  const fix = "npm ci, and npm rebuild zeromq where it says that zeromq does not load";
  const started = performance.now();
  try {
    const running = await startKernel({ cwd: join(root, "notebooks") });
    try {
      const ready = performance.now() - started;
      const { outputs } = await running.execute(QUESTION, { timeout: 60 });
      const answer = outputs.map((output) => ("data" in output ? output.data["text/plain"] : "")).join("");
      const found = `ready after ${seconds(ready)} s, answered after ${seconds(performance.now() - started)} s`;
      return { name, ok: answer === "42", found: answer === "42" ? found : `${QUESTION} gave ${answer}`, fix };
    } finally {
      await running.shutdown();
    }
  } catch (error) {
    return { name, ok: false, found: firstLine(error), fix };
  }
}

async function jupyter(root: string): Promise<Row> {
  const name = "Jupyter";
  const fix = "python3 -m venv .venv && .venv/bin/pip install jupyterlab";
  const program = findJupyter(root);
  if (program === undefined) return { name, ok: false, found: "neither on the PATH nor in .venv", fix, optional: true };
  return versionOf(name, program, fix);
}

async function versionOf(name: string, program: string, fix: string): Promise<Row> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--version"]);
    return { name, ok: true, found: `${program}, ${stdout.trim()}`, fix, optional: true };
  } catch (error) {
    return { name, ok: false, found: `${program}: ${firstLine(error)}`, fix, optional: true };
  }
}

function kernelspec(): Row {
  const name = "kernel in Jupyter";
  const fix = "node dist/cli.js kernelspec --user";
  const file = join(userDataFolder(), "kernels", maruyamaKernel().name, "kernel.json");
  if (!existsSync(file)) return { name, ok: false, found: "not registered", fix, optional: true };
  try {
    const { argv } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
    const gone = argv.filter((word) => word.startsWith("/") && !existsSync(word));
    const isOurs = argv.join(" ") === maruyamaKernel().argv.join(" ");
    const found =
      gone.length > 0 ? `names ${gone[0]}, which is gone` : isOurs ? file : `${file} starts another copy: ${argv[2]}`;
    return { name, ok: isOurs && gone.length === 0, found, fix, optional: true };
  } catch (error) {
    return { name, ok: false, found: `${file}: ${firstLine(error)}`, fix, optional: true };
  }
}

async function chromium(): Promise<Row> {
  const fix = "apt-get install chromium (the tests of pages use it)";
  const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (program === undefined) return { name: "Chromium", ok: false, found: "not found", fix, optional: true };
  return versionOf("Chromium", program, fix);
}

function danfo(root: string): Row {
  return companion(root, "danfojs-node", "npm ci --include=optional");
}

function tensorflow(root: string): Row {
  return companion(root, "@tensorflow/tfjs-node", "npm run add:tfjs");
}

function companion(root: string, name: string, fix: string): Row {
  const folder = join(root, "node_modules", name);
  const file = join(folder, "package.json");
  const version = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version
    : undefined;
  return { name, ok: version !== undefined, found: version ?? "not installed", fix, optional: true };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}

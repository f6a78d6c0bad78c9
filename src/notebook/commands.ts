/** What the program `maruyama` can do; each command resolves with the exit status. */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Arguments, numberOf, type OptionTypes } from "./arguments.js";
import { checkNotebooks } from "./check-notebooks.js";
import { type Notebook, readNotebook } from "./document.js";
import { writeGallery } from "./gallery.js";
import { environmentDataFolder, prefixDataFolder, userDataFolder, writeKernelspec } from "./kernelspec.js";
import { findJupyter, openLab } from "./lab.js";
import type { GalleryEntry } from "./notebook-page.js";
import { progressOn } from "./progress.js";
import { type RunResult, runNotebooks } from "./run.js";
import { findNotebooks, type NotebookFile, selectNotebooks } from "./select.js";
import { serveFolder } from "./server.js";

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionTypes;
  readonly takesNames: boolean;
  run(args: Arguments): Promise<number>;
}

const defaultPort = 8873;

/** Seconds; a longer timer would overflow its 32 bits of milliseconds and fire at once. */
const LONGEST = Math.floor((2 ** 31 - 1) / 1000);

/** The folders of the project that the working directory lies in. */
function project(): { root: string; notebooks: string; out: string } {
  for (let root = resolve("."); ; root = dirname(root)) {
    const notebooks = join(root, "notebooks");
    if (existsSync(notebooks)) return { root, notebooks, out: join(root, "out") };
    if (root === dirname(root)) {
      throw new Error(`maruyama: a folder notebooks must be here or above, got none from ${resolve(".")} upwards`);
    }
  }
}

async function execute(args: Arguments, command: string): Promise<RunResult[]> {
  const { notebooks, out } = project();
  const timeout = numberOf(
    args,
    command,
    "timeout",
    `must be a number of seconds in (0, ${LONGEST}]`,
    (v) => v > 0 && v <= LONGEST,
  );
  const files = selectNotebooks(findNotebooks(notebooks), args.names);
  const progress = progressOn(process.stderr);
  const write = args.flags.has("write");
  const results = await runNotebooks(files, { out: join(out, "notebooks"), progress, timeout, write });
  const failed = results.filter(({ ok }) => !ok).map(({ file }) => file.name);
  if (failed.length > 0) progress.say(`failed, ${failed.length} of ${results.length}: ${failed.join(", ")}`);
  return results;
}

function statusOf(results: readonly RunResult[]): number {
  return results.every(({ ok }) => ok) ? 0 : 1;
}

/** As just executed, else as executed before if not older than its source, else as it is. */
function entryOf(file: NotebookFile, out: string, results: readonly RunResult[]): GalleryEntry[] {
  const folder = dirname(file.path);
  const result = results.find((candidate) => candidate.file.name === file.name);
  if (result !== undefined) return result.notebook ? [{ name: file.name, notebook: result.notebook, folder }] : [];
  const executed = join(out, "notebooks", `${file.name}.ipynb`);
  try {
    return [{ name: file.name, notebook: readLatest(file, executed), folder }];
  } catch (error) {
    // A file that cannot be read costs its own page, not the gallery.
    console.error(error instanceof Error ? error.message : String(error));
    return [];
  }
}

function readLatest(file: NotebookFile, executed: string): Notebook {
  const isFresh = (statSync(executed, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= statSync(file.path).mtimeMs;
  return readNotebook(isFresh ? executed : file.path);
}

const startCommand: Command = {
  usage: "start [NAME…] [--no-serve] [--timeout SECONDS] [--port PORT]",
  summary: "execute the notebooks, write the gallery of them to out/, and serve it",
  options: { "no-serve": "boolean", timeout: "string", port: "string" },
  takesNames: true,
  async run(args) {
    const isPort = (v: number): boolean => Number.isInteger(v) && v >= 0 && v <= 65535;
    const port = numberOf(args, "start", "port", "must be an integer in 0..65535", isPort) ?? defaultPort;
    const { notebooks, out } = project();
    const results = await execute(args, "start");
    const index = writeGallery(
      out,
      findNotebooks(notebooks).flatMap((file) => entryOf(file, out, results)),
    );
    console.log(`gallery: ${index}`);
    if (args.flags.has("no-serve")) return statusOf(results);
    const server = await serveFolder(out, port);
    const moved = port !== 0 && server.port !== port ? ` (port ${port} is in use)` : "";
    console.log(`serving ${server.url}${moved}; Ctrl-C ends it`);
    // Ctrl-C while serving is how this ends well, and it then reports on the notebooks.
    process.exitCode = statusOf(results);
    return new Promise(() => {});
  },
};

const executeCommand: Command = {
  usage: "execute [NAME…] [--write] [--timeout SECONDS]",
  summary: "execute the notebooks to out/notebooks; with --write also in place, those that do not fail",
  options: { write: "boolean", timeout: "string" },
  takesNames: true,
  run: async (args) => statusOf(await execute(args, "execute")),
};

const checkCommand: Command = {
  usage: "check [NAME…]",
  summary: "type-check the notebooks strictly, and look for what tslab trips over",
  options: {},
  takesNames: true,
  async run({ names }) {
    const { notebooks, out } = project();
    const files = selectNotebooks(findNotebooks(notebooks), names);
    const complaints = await checkNotebooks(files, { folder: join(out, "check") });
    for (const line of complaints) console.log(line);
    if (complaints.length === 0) console.log(`checked: ${files.map(({ name }) => name).join(", ")}`);
    return complaints.length === 0 ? 0 : 1;
  },
};

const kernelspecCommand: Command = {
  usage: "kernelspec [--user | --sys-prefix | --prefix DIR]",
  summary: "tell Jupyter of the TypeScript kernel; default --user",
  options: { user: "boolean", "sys-prefix": "boolean", prefix: "string" },
  takesNames: false,
  async run({ flags, texts }) {
    if (flags.size + texts.size > 1) throw new Error("kernelspec: one of --user, --sys-prefix, --prefix must be given");
    const prefix = texts.get("prefix");
    const elsewhere = prefix === undefined ? undefined : prefixDataFolder(resolve(prefix));
    const folder = elsewhere ?? (flags.has("sys-prefix") ? environmentDataFolder() : userDataFolder());
    console.log(`kernelspec: ${writeKernelspec(folder)}`);
    return 0;
  },
};

const labCommand: Command = {
  usage: "lab",
  summary: "open the notebooks in JupyterLab or Jupyter Notebook",
  options: {},
  takesNames: false,
  async run() {
    const jupyter = findJupyter();
    if (jupyter === undefined) {
      throw new Error("lab: JupyterLab must be on the PATH; get it with: python3 -m pip install jupyterlab");
    }
    const { root, notebooks } = project();
    console.log(`kernelspec: ${writeKernelspec(userDataFolder())}`);
    const start = join(notebooks, "start-here.ipynb");
    return openLab(jupyter, existsSync(start) ? start : notebooks, root);
  },
};

export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  execute: executeCommand,
  check: checkCommand,
  kernelspec: kernelspecCommand,
  lab: labCommand,
};

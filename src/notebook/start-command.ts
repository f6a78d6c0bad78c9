/** `maruyama start`: executes the notebooks that changed, writes the gallery of all of them and serves it. */
import { dirname, join } from "node:path";
import { writeExplorer } from "../explorer/build.js";
import { numberOf } from "./arguments.js";
import { type Command, project, timeoutOf } from "./command.js";
import { readNotebook } from "./document.js";
import { type Executions, executionsIn, statusOf } from "./executions.js";
import { writeGallery } from "./gallery/gallery.js";
import { EXPLORER } from "./gallery/index-page.js";
import type { GalleryEntry } from "./gallery/notebook-page.js";
import { serveFolder } from "./gallery/server.js";
import { progressOn } from "./progress.js";
import type { RunResult } from "./run.js";
import { findNotebooks, type NotebookFile, selectNotebooks } from "./select.js";

const defaultPort = 8873;

export const startCommand: Command = {
  usage: "start [NAME…] [--all] [--no-serve] [--timeout SECONDS] [--port PORT]",
  summary: "execute the notebooks that changed, with --all every one, write the gallery of them to out/, and serve it",
  options: { all: "boolean", "no-serve": "boolean", timeout: "string", port: "string" },
  takesNames: true,
  async run(args) {
    const isPort = (v: number): boolean => Number.isInteger(v) && v >= 0 && v <= 65535;
    const port = numberOf(args, "start", "port", "must be an integer in 0..65535", isPort) ?? defaultPort;
    const timeout = timeoutOf(args, "start");
    const here = project();
    const files = findNotebooks(here.notebooks);
    const chosen = selectNotebooks(files, args.names);
    const progress = progressOn(process.stderr);
    const executions = executionsIn(here, { progress, timeout });
    const changed = args.flags.has("all") ? chosen : chosen.filter((file) => !executions.isUnchanged(file));
    if (changed.length < chosen.length) progress.say(describeUnchanged(chosen.length - changed.length));
    const results = await executions.run(changed);
    await writeExplorer(join(here.out, EXPLORER), { home: "index.html" });
    const index = writeGallery(
      here.out,
      files.flatMap((file) => entryOf(file, executions, results)),
    );
    console.log(`gallery: ${index}`);
    if (args.flags.has("no-serve")) return statusOf(results);
    const server = await serveFolder(here.out, port);
    const moved = port !== 0 && server.port !== port ? ` (port ${port} is in use)` : "";
    console.log(`serving ${server.url}${moved}; Ctrl-C ends it`);
    // Ctrl-C while serving is how this ends well, and it then reports on the notebooks.
    process.exitCode = statusOf(results);
    return new Promise(() => {});
  },
};

function describeUnchanged(count: number): string {
  return count === 1
    ? "1 notebook unchanged since its last run; --all executes it again"
    : `${count} notebooks unchanged since their last run; --all executes them again`;
}

/** As just executed, else as it was last executed if nothing changed since, else with the outputs it is kept with. */
function entryOf(file: NotebookFile, executions: Executions, results: readonly RunResult[]): GalleryEntry[] {
  const result = results.find((candidate) => candidate.file.name === file.name);
  try {
    const notebook = result ? result.notebook : (executions.last(file) ?? readNotebook(file.path));
    return notebook === undefined ? [] : [{ name: file.name, notebook, folder: dirname(file.path) }];
  } catch (error) {
    // A file that cannot be read costs its own page, not the gallery.
    console.error(error instanceof Error ? error.message : String(error));
    return [];
  }
}

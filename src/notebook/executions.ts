/** The notebooks of a project as commands execute them, and what they gave when they were executed last. */
import { join } from "node:path";
import type { Project } from "./command.js";
import { hasFailed, type Notebook, readNotebook } from "./document.js";
import { maruyamaKernel } from "./kernelspec.js";
import { keyOf, lastRun, surroundingsOf } from "./last-run.js";
import type { Progress } from "./progress.js";
import { type RunResult, runNotebooks } from "./run.js";
import type { NotebookFile } from "./select.js";

export interface Executions {
  /** Executes all of `files` and reports those that fail. */
  run(files: readonly NotebookFile[]): Promise<RunResult[]>;
  /** The notebook with the outputs of its last run; undefined when what they depend on has changed, or there was none. */
  last(file: NotebookFile): Notebook | undefined;
  /** Whether another run would only repeat the last one; one that failed is worth another try. */
  isUnchanged(file: NotebookFile): boolean;
}

export interface ExecutionOptions {
  readonly progress: Progress;
  readonly timeout?: number | undefined;
  readonly write?: boolean | undefined;
}

export function executionsIn({ root, out }: Project, { progress, timeout, write }: ExecutionOptions): Executions {
  const folder = join(out, "notebooks");
  const spec = maruyamaKernel();
  const surroundings = surroundingsOf(root);

  async function run(files: readonly NotebookFile[]): Promise<RunResult[]> {
    const results = await runNotebooks(files, { out: folder, progress, timeout, write, spec, surroundings });
    const failed = results.filter(({ ok }) => !ok).map(({ file }) => file.name);
    if (failed.length > 0) progress.say(`failed, ${failed.length} of ${results.length}: ${failed.join(", ")}`);
    return results;
  }

  function last(file: NotebookFile): Notebook | undefined {
    const notebook = readNotebook(file.path);
    return lastRun(notebook, join(folder, `${file.name}.ipynb`), keyOf(notebook, spec.name, surroundings));
  }

  function isUnchanged(file: NotebookFile): boolean {
    try {
      const notebook = last(file);
      return notebook !== undefined && !hasFailed(notebook);
    } catch {
      // A notebook that cannot be read is reported where it is run.
      return false;
    }
  }

  return { run, last, isUnchanged };
}

/** The exit status: 1 unless every notebook ran to its end. */
export function statusOf(results: readonly RunResult[]): number {
  return results.every(({ ok }) => ok) ? 0 : 1;
}

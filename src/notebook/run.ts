/** Executes notebooks, one after another, each in a kernel of its own. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type CodeCell, codeCells, type Notebook, readNotebook } from "./document.js";
import { writeNotebook } from "./document-text.js";
import { type Kernel, startKernel } from "./kernel-client.js";
import { type KernelSpec, maruyamaKernel } from "./kernelspec.js";
import { forgetRun, keyOf, recordRun } from "./last-run.js";
import type { ErrorOutput, Output } from "./outputs.js";
import type { Progress } from "./progress.js";
import type { NotebookFile } from "./select.js";
import { failingLine } from "./source-line.js";

export interface RunOptions {
  /** Executed notebooks are written below this folder, under their names. */
  readonly out: string;
  readonly progress: Progress;
  /** Seconds a cell may take; default: no limit. */
  readonly timeout?: number | undefined;
  /** Also writes a notebook that ran to its end back in place. */
  readonly write?: boolean | undefined;
  /** Default: our own kernel. */
  readonly spec?: KernelSpec | undefined;
  /** What outputs depend on besides the notebook, as `surroundingsOf` tells it; default: no record of the run is kept. */
  readonly surroundings?: string | undefined;
}

export interface RunResult {
  readonly file: NotebookFile;
  readonly ok: boolean;
  /** Absent when the file could not be read. */
  readonly notebook?: Notebook;
}

/** Every notebook is tried, whatever became of those before it. */
export async function runNotebooks(files: readonly NotebookFile[], options: RunOptions): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const file of files) {
    try {
      results.push(await runNotebook(file, options));
    } catch (error) {
      options.progress.say(`${file.name}.ipynb  failed: ${error instanceof Error ? error.message : error}`);
      results.push({ file, ok: false });
    }
  }
  return results;
}

async function runNotebook(file: NotebookFile, options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  const { progress, spec = maruyamaKernel() } = options;
  const executed = join(options.out, `${file.name}.ipynb`);
  forgetRun(executed);
  const notebook = readNotebook(file.path);
  const cells = codeCells(notebook);
  // Outputs of an earlier run must not pass for this one's when it stops half way.
  for (const cell of cells) cell.outputs = [];
  progress.begin(`${file.name}.ipynb  kernel`);
  const kernel = await warmKernel(dirname(file.path), spec).finally(progress.end);
  let ok: boolean;
  try {
    ok = await runCells(`${file.name}.ipynb`, cells, kernel, options);
  } finally {
    await kernel.shutdown();
  }
  mkdirSync(dirname(executed), { recursive: true });
  writeNotebook(executed, notebook);
  if (options.surroundings !== undefined) recordRun(executed, keyOf(notebook, spec.name, options.surroundings));
  if (ok && options.write) writeNotebook(file.path, notebook);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (ok) progress.say(`${file.name}.ipynb  ${cells.length} of ${cells.length} cells  ${seconds} s`);
  return { file, ok, notebook };
}

/** Ours answers before its compiler is loaded; that time is none of the first cell's. */
async function warmKernel(cwd: string, spec: KernelSpec): Promise<Kernel> {
  const kernel = await startKernel({ cwd, spec });
  await kernel.request("is_complete_request", { code: "" }).catch(() => {});
  return kernel;
}

/** False at the first cell that fails, which is reported. */
async function runCells(
  title: string,
  cells: readonly CodeCell[],
  kernel: Kernel,
  { timeout, progress }: RunOptions,
): Promise<boolean> {
  for (const [i, cell] of cells.entries()) {
    if (cell.source.trim() === "") continue;
    const label = `${title}  cell ${i + 1}/${cells.length}`;
    progress.begin(label);
    const execution = await kernel.execute(cell.source, timeout === undefined ? {} : { timeout }).finally(progress.end);
    cell.outputs = execution.outputs;
    if (execution.status !== "ok") {
      progress.say(describeFailure(label, cell.source, execution.outputs));
      return false;
    }
  }
  return true;
}

/** What a reader at a terminal needs: which cell, which line of it, and the kernel's own words. */
export function describeFailure(label: string, source: string, outputs: readonly Output[]): string {
  const error = outputs.find((output): output is ErrorOutput => output.output_type === "error");
  const traceback = (error?.traceback ?? []).map(stripVTControlCharacters);
  const message = error === undefined ? "no message" : `${error.ename}: ${stripVTControlCharacters(error.evalue)}`;
  const line = failingLine(source, traceback);
  const place = line === undefined ? [] : [`  line ${line}: ${source.split("\n")[line - 1].trim()}`];
  return [`${label}  failed: ${message}`, ...place, ...traceback.map((text) => `  ${text}`)].join("\n");
}

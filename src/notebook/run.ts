/** Executes notebooks, one after another, each in a kernel of its own. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Cell, type CodeCell, type Notebook, readNotebook } from "./document.js";
import { writeNotebook } from "./document-text.js";
import { type Kernel, startKernel } from "./kernel-client.js";
import type { KernelSpec } from "./kernelspec.js";
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
  /** Default: stock tslab. */
  readonly spec?: KernelSpec | undefined;
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
  const { progress } = options;
  const notebook = readNotebook(file.path);
  const cells = notebook.cells.filter(isCode);
  // Outputs of an earlier run must not pass for this one's when it stops half way.
  for (const cell of cells) cell.outputs = [];
  progress.begin(`${file.name}.ipynb  kernel`);
  const kernel = await startKernel({ cwd: dirname(file.path), ...(options.spec && { spec: options.spec }) }).finally(
    progress.end,
  );
  let ok: boolean;
  try {
    ok = await runCells(`${file.name}.ipynb`, cells, kernel, options);
  } finally {
    await kernel.shutdown();
  }
  const executed = join(options.out, `${file.name}.ipynb`);
  mkdirSync(dirname(executed), { recursive: true });
  writeNotebook(executed, notebook);
  if (ok && options.write) writeNotebook(file.path, notebook);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (ok) progress.say(`${file.name}.ipynb  ${cells.length} of ${cells.length} cells  ${seconds} s`);
  return { file, ok, notebook };
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

function isCode(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code";
}

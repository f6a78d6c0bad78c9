/** A notebook as the text of an .ipynb file, as Jupyter's nbformat writes it, less what changes by itself. */
import { writeFileSync } from "node:fs";
import type { Cell, Notebook } from "./document.js";
import type { MimeBundle, Output } from "./outputs.js";

type Json = Record<string, unknown>;

/** Cell metadata that records a run or a reader's screen, not the notebook. */
const transientMetadata: ReadonlySet<string> = new Set([
  "execution",
  "ExecuteTime",
  "trusted",
  "scrolled",
  "collapsed",
]);

export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileSync(path, formatNotebook(notebook));
}

/** The same notebook always gives the same text: keys sorted, no execution counts, no times. */
export function formatNotebook(notebook: Notebook): string {
  const withIds = notebook.nbformat_minor >= 5;
  const { signature: _signature, ...metadata } = notebook.metadata;
  const cells = notebook.cells.map((cell, i) => formatCell(cell, withIds ? `cell-${i + 1}` : undefined));
  return `${JSON.stringify(sorted({ ...notebook, metadata, cells }), null, 1)}\n`;
}

/** nbformat 4.5 wants an id for each cell; a cell without one is named by its place. */
function formatCell(cell: Cell, place: string | undefined): Json {
  const id = place === undefined ? {} : { id: cell.id ?? place };
  const metadata = Object.fromEntries(Object.entries(cell.metadata).filter(([name]) => !transientMetadata.has(name)));
  const common = { cell_type: cell.cell_type, ...id, metadata, source: lines(cell.source) };
  if (cell.cell_type === "code") return { ...common, execution_count: null, outputs: cell.outputs.map(formatOutput) };
  if (cell.attachments === undefined) return common;
  const attachments = Object.entries(cell.attachments).map(([name, data]) => [name, formatBundle(data)]);
  return { ...common, attachments: Object.fromEntries(attachments) };
}

function formatOutput(output: Output): Json {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: lines(output.text) };
    case "error":
      return { ...output };
    default:
      return { ...output, data: formatBundle(output.data) };
  }
}

/** Text is kept by lines so that a diff shows the line that changed. */
function formatBundle(data: MimeBundle): MimeBundle {
  const entries = Object.entries(data).map(([type, value]) => {
    const isText = type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
    return [type, isText && typeof value === "string" ? lines(value) : value];
  });
  return Object.fromEntries(entries);
}

function lines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

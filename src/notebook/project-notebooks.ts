/** The project's own notebooks, as the tests execute and compare them. */
import { fileURLToPath } from "node:url";
import type { Notebook } from "./document.js";
import type { Output } from "./outputs.js";
import { findNotebooks, type NotebookFile } from "./select.js";

export function projectNotebooks(): NotebookFile[] {
  return findNotebooks(fileURLToPath(new URL("../../notebooks", import.meta.url)));
}

/** What each code cell put out, without pictures: those are drawn from the figures, which stay. */
export function outputsOf({ cells }: Notebook): unknown[] {
  return cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.outputs.map(comparable)] : []));
}

function comparable(output: Output): unknown {
  if (!("data" in output)) return output;
  const { "image/png": _picture, ...data } = output.data;
  return { output_type: output.output_type, data };
}

/** The project's own notebooks, as the tests execute them. */
import { fileURLToPath } from "node:url";
import { findNotebooks, type NotebookFile } from "./select.js";

export function projectNotebooks(): NotebookFile[] {
  return findNotebooks(fileURLToPath(new URL("../../notebooks", import.meta.url)));
}

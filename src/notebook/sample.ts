/** Small notebooks for the tests of this folder. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Cell, CodeCell, Notebook } from "./document.js";
import { formatNotebook } from "./document-text.js";
import type { Output } from "./outputs.js";

export function code(source: string, outputs: Output[] = []): CodeCell {
  return { cell_type: "code", source, metadata: {}, outputs };
}

export function markdown(source: string): Cell {
  return { cell_type: "markdown", source, metadata: {} };
}

export function sampleNotebook(cells: Cell[]): Notebook {
  const kernelspec = { display_name: "TypeScript (Maruyama)", language: "typescript", name: "maruyama" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

/** A fresh folder with these notebooks in it, by name. */
export function sampleFolder(notebooks: Readonly<Record<string, Cell[]>> = {}, parent: string = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "maruyama-sample-"));
  for (const [name, cells] of Object.entries(notebooks)) {
    const path = join(folder, `${name}.ipynb`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, formatNotebook(sampleNotebook(cells)));
  }
  return folder;
}

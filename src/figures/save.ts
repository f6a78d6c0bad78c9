/** Writes a figure to a file, in the format that its name asks for. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { shown } from "../validate.js";
import { type FigureData, writeFiguresWith } from "./figure.js";
import { html } from "./html.js";
import { pdf } from "./pdf.js";
import { png } from "./png.js";
import { svg } from "./svg.js";

const writers: Readonly<Record<string, (figure: FigureData) => string | Uint8Array>> = {
  ".svg": svg,
  ".png": (figure) => png(figure),
  ".pdf": pdf,
  ".json": (figure) => `${JSON.stringify(figure)}\n`,
  ".html": html,
};

/** Writes the figure as SVG, PNG, PDF, Plotly JSON or a self-contained page; makes the folder if it is missing. */
export function save(figure: FigureData, path: string): void {
  if (typeof path !== "string") throw new TypeError(`save: path must be text, got ${shown(path)}`);
  const write = writers[extname(path).toLowerCase()];
  if (write === undefined) {
    throw new RangeError(`save: path must end in one of ${Object.keys(writers).join(", ")}, got ${shown(path)}`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, write(figure));
}

writeFiguresWith(save);

/** A figure as PNG, drawn from its SVG with the DejaVu fonts of the package alone: the same pixels on every machine. */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { requireOptions, requirePositive } from "../validate.js";
import type { FigureData } from "./figure.js";
import { palettePng } from "./png-encode.js";
import { svg } from "./svg.js";

export interface PngOptions {
  /** Pixels of the image per pixel of the figure. Default 2. */
  readonly scale?: number;
}

export function png(figure: FigureData, options: PngOptions = {}): Uint8Array {
  requireOptions("png", options, ["scale"]);
  const scale = requirePositive("png", "scale", options.scale ?? 2);
  const { pixels, width, height } = renderer(figure, scale).render();
  return palettePng(pixels, width, height);
}

/** The figure's SVG reduced to paths, letters included. */
export function reduced(figure: FigureData): {
  readonly paths: string;
  readonly width: number;
  readonly height: number;
} {
  const drawing = renderer(figure, 1);
  return { paths: drawing.toString(), width: drawing.width, height: drawing.height };
}

function renderer(figure: FigureData, scale: number): Resvg {
  const fontFiles = faces();
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg(figure), { fitTo: { mode: "zoom", value: scale }, font });
}

/** The four faces of DejaVu Sans that figures use. */
function faces(): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
  return ["", "-Bold", "-Oblique", "-BoldOblique"].map((face) => join(folder, `DejaVuSans${face}.ttf`));
}

/** What a notebook can show: one thing in several MIME types, of which each viewer takes the richest it knows. */

import { captioned } from "./captioned.js";
import type { Figure } from "./figure.js";
import { png } from "./png.js";
import { plainText } from "./text.js";

/** Content by MIME type: text, base64 for images, or an object for JSON types. */
export type Bundle = Readonly<Record<string, string | object>>;

/** Anything that says how it is shown. */
export interface Showable {
  readonly show: () => Bundle;
}

/** Images above this are drawn smaller, so that notebooks stay light. */
const mostBytes = 150_000;

/** The interactive figure, a picture of it for viewers without Plotly, and the caption as text. */
export function figureBundle(figure: Figure): Bundle {
  return {
    "application/vnd.plotly.v1+json": { ...captioned(figure), config: { displaylogo: false } },
    "image/png": Buffer.from(lightPng(figure)).toString("base64"),
    "text/plain": plainText(figure.caption),
  };
}

function lightPng(figure: Figure): Uint8Array {
  for (const scale of [2, 1.5]) {
    const image = png(figure, { scale });
    if (image.length <= mostBytes) return image;
  }
  return png(figure, { scale: 1 });
}

/** TeX without its dollar signs, as a displayed formula. */
export function latex(tex: string): Showable {
  return { show: () => ({ "text/latex": `$$${tex}$$`, "text/plain": tex }) };
}

/** Markdown, mathematics between dollar signs. */
export function markdown(text: string): Showable {
  return { show: () => ({ "text/markdown": text, "text/plain": text }) };
}

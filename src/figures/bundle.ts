/**
 * What a notebook can show: one thing in several MIME types, of which each viewer takes the richest it knows.
 *
 * A figure goes out as Plotly JSON, PNG and text. VS Code, Colab and our gallery draw the JSON, and so does JupyterLab
 * where plotly's extension is installed; everything else, GitHub among them, shows the PNG. There is no HTML among them,
 * and that is meant: viewers prefer HTML to pictures, yet GitHub and a notebook that is not trusted strip it of scripts
 * and drawings, so that a figure would be blank where it is read most; and a page that needs no network weighs as much as
 * Plotly, ten megabytes. `figure.save("figure.html")` writes that page.
 */

import { captioned, captionHeight } from "./captioned.js";
import type { FigureData } from "./figure.js";
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

/** The interactive figure, a picture of it for viewers without Plotly, and what it shows in words. */
export function figureBundle(figure: FigureData): Bundle {
  return {
    "application/vnd.plotly.v1+json": { ...captioned(figure), config: { displaylogo: false } },
    "image/png": Buffer.from(lightPng(figure)).toString("base64"),
    "text/plain": inWords(figure),
  };
}

/** How large the picture is to be shown, whatever its pixels, and what it shows, for those who do not see it. */
export function figureMetadata(figure: FigureData): object {
  const { width, height } = figure.layout;
  return { "image/png": { width, height: height + captionHeight(figure), alt: plainText(figure.alt) } };
}

function inWords({ alt, caption }: FigureData): string {
  const [seen, said] = [alt, caption].map(plainText);
  return seen === said || said === "" ? seen : `${seen}\n${said}`;
}

function lightPng(figure: FigureData): Uint8Array {
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

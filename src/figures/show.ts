/**
 * Shows figures, tables and formulas. In a notebook all forms of a thing go out in one message, and the viewer takes
 * the richest it can draw; in a plain script figures are written to out/figures and text is printed.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { shown } from "../validate.js";
import { type Bundle, figureBundle, figureMetadata, type Showable } from "./bundle.js";
import { type FigureData, isFigure } from "./figure.js";
import { kernelWriter } from "./kernel-writer.js";

/** A problem, an objective, a noise: what says in words what it is. */
export interface Described {
  readonly description: string;
}

/**
 * Shows each thing, in order: a figure; anything with a method `show`, as tables, comparisons, ensembles and methods have;
 * anything with a description, as problems, objectives and noises have; or text.
 *
 * @throws TypeError on anything else.
 */
export function show(...things: readonly (FigureData | Showable | Described | string)[]): void {
  for (const thing of things) {
    const data = bundleOf(thing);
    const write = kernelWriter();
    if (write === undefined) print(data);
    else write({ data, metadata: isFigure(thing) ? figureMetadata(thing) : {}, transient: {} }, false);
  }
}

/** What is shown of a thing, by MIME type. */
function bundleOf(thing: FigureData | Showable | Described | string): Bundle {
  if (typeof thing === "string") return { "text/plain": thing };
  if (isFigure(thing)) return figureBundle(thing);
  // a function that makes methods shows the method with its defaults
  const { show, description } = (thing ?? {}) as Partial<Showable & Described>;
  if (typeof show === "function") return show();
  if (typeof description === "string") return { "text/plain": description };
  throw new TypeError(
    `show: thing must be a figure, text, or an object with a method show or a description, got ${shown(thing)}`,
  );
}

let written = 0;

function print(bundle: Bundle): void {
  const { "image/png": image, "text/plain": text } = bundle;
  if (typeof image === "string") {
    const folder = join("out", "figures");
    written++;
    const path = join(folder, `figure-${written}.png`);
    mkdirSync(resolve(folder), { recursive: true });
    writeFileSync(resolve(path), Buffer.from(image, "base64"));
    console.log(path);
  }
  if (typeof text === "string") console.log(text);
}

/**
 * Shows figures, tables and formulas. In a notebook all forms of a thing go out in one message, and the viewer takes
 * the richest it can draw; in a plain script figures are written to out/figures and text is printed.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { shown } from "../validate.js";
import { type Bundle, figureBundle, type Showable } from "./bundle.js";
import type { Figure } from "./figure.js";

/** Shows each thing, in order: a figure, anything with a method `show`, or text. */
export function show(...things: readonly (Figure | Showable | string)[]): void {
  for (const thing of things) {
    const bundle = bundleOf(thing);
    const write = kernelWriter();
    if (write === undefined) print(bundle);
    else write({ data: bundle, metadata: {}, transient: {} }, false);
  }
}

/** What is shown of a thing, by MIME type. */
export function bundleOf(thing: Figure | Showable | string): Bundle {
  if (typeof thing === "string") return { "text/plain": thing };
  if (typeof thing === "object" && thing !== null) {
    if ("show" in thing && typeof thing.show === "function") return thing.show();
    if ("data" in thing && "layout" in thing) return figureBundle(thing);
  }
  throw new TypeError(`show: thing must be a figure, text or an object with a method show, got ${shown(thing)}`);
}

type Writer = (message: { data: Bundle; metadata: object; transient: object }, update: boolean) => void;

/**
 * The way to the notebook that runs us. The kernel keeps it in its own copy of tslab's module jupyter.js, which need
 * not be the one we would load; so it is looked up among the modules already loaded. It is null outside a cell.
 */
function kernelWriter(): Writer | undefined {
  const { cache } = createRequire(import.meta.url);
  for (const [path, module] of Object.entries(cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write: unknown = module?.exports?.lastWriteDisplayData;
    if (typeof write === "function") return write as Writer;
  }
  return undefined;
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

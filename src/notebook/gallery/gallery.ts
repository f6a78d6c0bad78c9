/** Writes the gallery: a folder of pages that needs no server and no network. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stylesheet } from "../../pages/stylesheet.js";
import { themeScript } from "../../pages/theme-script.js";
import { writeNotebook } from "../document-text.js";
import type { Output } from "../outputs.js";
import { figuresScript } from "./figures-script.js";
import { EXPLORER, indexPage } from "./index-page.js";
import { type GalleryEntry, notebookPage } from "./notebook-page.js";
import { lastPicture, needsPlotly } from "./output-html.js";
import { readingScript } from "./reading-script.js";
import { searchScript } from "./search-script.js";

/** Writes pages for `entries`, in reading order, below `out`; returns the index's path. */
export function writeGallery(out: string, entries: readonly GalleryEntry[]): string {
  const ordered = readingOrder(entries);
  writeAssets(
    join(out, "assets"),
    ordered.some((entry) => needsPlotly(outputsOf(entry))),
  );
  const thumbnails = writeThumbnails(out, ordered);
  for (const [i, entry] of ordered.entries()) {
    const path = join(out, "notebooks", entry.name);
    mkdirSync(dirname(path), { recursive: true });
    writeNotebook(`${path}.ipynb`, entry.notebook);
    writeFileSync(`${path}.html`, notebookPage(entry, ordered[i - 1], ordered[i + 1]));
  }
  const index = join(out, "index.html");
  writeFileSync(index, indexPage(ordered, { thumbnails, explorer: existsSync(join(out, EXPLORER)) }));
  return index;
}

/** Where one starts first, then by name, folders after what lies beside them. */
function readingOrder(entries: readonly GalleryEntry[]): GalleryEntry[] {
  const key = ({ name }: GalleryEntry): string => {
    const start = /(^|\/)start-here$/.test(name) ? "0" : "1";
    return `${name.includes("/") ? "1" : "0"}${start}${name}`;
  };
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function writeThumbnails(out: string, entries: readonly GalleryEntry[]): Map<string, string> {
  const thumbnails = new Map<string, string>();
  const folder = join(out, "assets", "thumbnails");
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) {
    const picture = lastPicture(outputsOf(entry));
    if (picture === undefined) continue;
    const file = `${entry.name.replaceAll("/", "--")}.${picture.extension}`;
    writeFileSync(join(folder, file), picture.data);
    thumbnails.set(entry.name, `assets/thumbnails/${encodeURIComponent(file)}`);
  }
  return thumbnails;
}

function writeAssets(folder: string, plotly: boolean): void {
  const modules = createRequire(import.meta.url);
  const katex = join(dirname(modules.resolve("katex/package.json")), "dist");
  mkdirSync(join(folder, "fonts"), { recursive: true });
  copyWhenChanged(join(katex, "katex.min.css"), join(folder, "katex.min.css"));
  for (const font of readdirSync(join(katex, "fonts")).filter((name) => name.endsWith(".woff2"))) {
    copyWhenChanged(join(katex, "fonts", font), join(folder, "fonts", font));
  }
  writeFileSync(join(folder, "style.css"), stylesheet);
  writeFileSync(join(folder, "theme.js"), themeScript);
  writeFileSync(join(folder, "reading.js"), readingScript);
  writeFileSync(join(folder, "search.js"), searchScript);
  if (!plotly) return;
  copyWhenChanged(modules.resolve("plotly.js-dist/plotly.js"), join(folder, "plotly.js"));
  writeFileSync(join(folder, "figures.js"), figuresScript);
}

/** Plotly is large, so it is copied only where the copy is another one. */
function copyWhenChanged(from: string, to: string): void {
  const old = statSync(to, { throwIfNoEntry: false });
  const source = statSync(from);
  if (old?.size !== source.size || old.mtimeMs < source.mtimeMs) copyFileSync(from, to);
}

function outputsOf({ notebook }: GalleryEntry): Output[] {
  return notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
}

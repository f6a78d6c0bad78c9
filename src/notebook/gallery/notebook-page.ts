/** A notebook as a page to read. */
import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { escapeHtml } from "../../pages/escape.js";
import type { Cell, Notebook } from "../document.js";
import { highlight } from "./highlight.js";
import {
  type Heading,
  type MarkdownOptions,
  plainText,
  renderInline,
  renderMarkdown,
  type Summary,
  summarize,
} from "./markdown.js";
import { needsPlotly, renderOutput } from "./output-html.js";
import { page } from "./page.js";

export interface GalleryEntry {
  /** The path within the gallery's notebooks, with / and without .ipynb. */
  readonly name: string;
  readonly notebook: Notebook;
  /** Where the notebook's pictures lie. */
  readonly folder: string;
}

/** Title, description and finding as Markdown; the file's name stands in for a title. */
export function summaryOf({ name, notebook }: GalleryEntry): Summary {
  const sources = notebook.cells.filter((cell) => cell.cell_type === "markdown").map((cell) => cell.source);
  const summary = summarize(sources);
  return { ...summary, title: summary.title || baseName(name) };
}

/** The page of one entry, which knows its neighbours. */
export function notebookPage(entry: GalleryEntry, previous?: GalleryEntry, next?: GalleryEntry): string {
  const headings: Heading[] = [];
  const cells = entry.notebook.cells.map((cell) => renderCell(cell, entry, headings)).join("\n");
  const outputs = entry.notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  const file = encodeURIComponent(`${baseName(entry.name)}.ipynb`);
  const depth = entry.name.split("/").length;
  return page({
    title: `${plainText(summaryOf(entry).title)} · Maruyama`,
    toRoot: "../".repeat(depth),
    scripts: needsPlotly(outputs) ? ["plotly.js", "figures.js", "reading.js"] : ["reading.js"],
    actions: `<a href="${file}" download>Notebook ↓</a>`,
    body: `<div class="reading">
${contents(headings)}
<main id="content" class="notebook" tabindex="-1">
${cells}
${neighbours(depth, previous, next)}
</main>
</div>`,
  });
}

/** The address of an entry's page, from the gallery's root. */
export function addressOf(entry: GalleryEntry): string {
  return `notebooks/${entry.name.split("/").map(encodeURIComponent).join("/")}.html`;
}

function renderCell(cell: Cell, entry: GalleryEntry, headings: Heading[]): string {
  switch (cell.cell_type) {
    case "markdown": {
      const options: MarkdownOptions = {
        headings,
        link: (address) => address.replace(/\.ipynb(?=$|#)/, ".html"),
        image: (address) => imageData(address, cell.attachments ?? {}, entry.folder),
      };
      return `<section class="prose">${renderMarkdown(cell.source, options)}</section>`;
    }
    case "raw":
      return `<section><pre class="raw">${escapeHtml(cell.source)}</pre></section>`;
    default: {
      const source = cell.source.trimEnd();
      if (source === "" && cell.outputs.length === 0) return "";
      const code = `<pre class="code" tabindex="0" role="region" aria-label="code"><code>${highlight(source)}</code></pre>`;
      const outputs = cell.outputs.map((output) => renderOutput(output)).join("\n");
      return `<section class="cell">${code}${outputs === "" ? "" : `<div class="outputs">${outputs}</div>`}</section>`;
    }
  }
}

const imageTypes: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** An attachment or a file beside the notebook, carried inside the page; nothing else can be shown. */
function imageData(
  address: string,
  attachments: Readonly<Record<string, Record<string, unknown>>>,
  folder: string,
): string | undefined {
  const attachment = Object.entries(attachments[address.replace(/^attachment:/, "")] ?? {})[0];
  if (attachment !== undefined) return `data:${attachment[0]};base64,${attachment[1]}`;
  const type = imageTypes[extname(address).toLowerCase()];
  const path = resolve(folder, decodeURI(address));
  if (type === undefined || !existsSync(path)) return undefined;
  return `data:${type};base64,${readFileSync(path).toString("base64")}`;
}

function contents(headings: readonly Heading[]): string {
  const sections = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (sections.length < 2) return "";
  const items = sections.map(
    ({ id, depth, html }) => `<li class="level-${depth}"><a href="#${id}">${unlinked(html)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><details><summary>On this page</summary><ul>${items.join("")}</ul></details></nav>`;
}

/** A link may not hold another. */
function unlinked(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, "");
}

function neighbours(depth: number, previous?: GalleryEntry, next?: GalleryEntry): string {
  const link = (label: string, entry?: GalleryEntry): string => {
    if (entry === undefined) return "<span></span>";
    const title = unlinked(renderInline(summaryOf(entry).title));
    return `<a href="${"../".repeat(depth)}${addressOf(entry)}"><small>${label}</small>${title}</a>`;
  };
  return `<nav class="neighbours" aria-label="Other notebooks">${link("Previous", previous)}${link("Next", next)}</nav>`;
}

function baseName(name: string): string {
  return name.split("/").at(-1) ?? name;
}

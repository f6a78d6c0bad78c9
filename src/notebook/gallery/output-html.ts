/** The outputs of a cell as HTML: of each bundle the richest form a page can show. */
import { stripVTControlCharacters } from "node:util";
import { escapeHtml, escapeJson } from "../../pages/escape.js";
import { isJsonType } from "../document.js";
import type { ErrorOutput, MimeBundle, Output } from "../outputs.js";
import { takeCaption } from "./figure-caption.js";
import { type MarkdownOptions, renderMarkdown, renderMath } from "./markdown.js";

const plotlyType = "application/vnd.plotly.v1+json";
const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Longer text scrolls in a box of its own. */
const longText = 24;

export function renderOutput(output: Output, options: MarkdownOptions = {}): string {
  switch (output.output_type) {
    case "stream":
      return renderText(output.text, `stream ${output.name}`);
    case "error":
      return renderError(output);
    default:
      return renderBundle(output.data, output.metadata, options);
  }
}

export function needsPlotly(outputs: readonly Output[]): boolean {
  return outputs.some((output) => "data" in output && output.data[plotlyType] !== undefined);
}

/** The last picture among `outputs`, for a thumbnail. */
export function lastPicture(outputs: readonly Output[]): { extension: string; data: Buffer } | undefined {
  for (const output of outputs.toReversed()) {
    if (!("data" in output)) continue;
    const png = output.data["image/png"];
    if (typeof png === "string") return { extension: "png", data: Buffer.from(png, "base64") };
    const svg = output.data["image/svg+xml"];
    if (typeof svg === "string") return { extension: "svg", data: Buffer.from(svg) };
  }
  return undefined;
}

function renderBundle(data: MimeBundle, metadata: MimeBundle, options: MarkdownOptions): string {
  const text = (type: string): string | undefined => (typeof data[type] === "string" ? data[type] : undefined);
  if (data[plotlyType] !== undefined) return renderFigure(data, metadata);
  const html = text("text/html");
  // A notebook's own HTML is trusted as Jupyter trusts it: whoever made this page ran the notebook.
  if (html !== undefined) return `<div class="html">${html}</div>`;
  const picture = renderPicture(data, metadata);
  if (picture !== undefined) return `<figure>${picture}</figure>`;
  const latex = text("text/latex");
  if (latex !== undefined) return `<div class="math">${renderMath(latex, true)}</div>`;
  const markdown = text("text/markdown");
  if (markdown !== undefined) return `<div class="prose">${renderMarkdown(markdown, options)}</div>`;
  const plain = text("text/plain");
  if (plain !== undefined) return renderText(plain, "stream stdout");
  const types = Object.keys(data);
  const json = types.find(isJsonType);
  if (json !== undefined) return renderText(JSON.stringify(data[json], null, 2), "stream stdout");
  return renderText(`an output of type ${types.join(", ") || "none"}, which this page cannot show`, "stream stderr");
}

/** Drawn by Plotly in the browser; a browser without scripts shows the picture of it. */
function renderFigure(data: MimeBundle, metadata: MimeBundle): string {
  const still = renderPicture(data, metadata);
  const { drawing, caption } = takeCaption(data[plotlyType]);
  return [
    '<figure class="figure">',
    `<div class="drawing" role="img" aria-label="${escapeHtml(inWords(data, metadata) ?? "interactive figure")}"></div>`,
    `<script type="application/json">${escapeJson(drawing)}</script>`,
    still === undefined ? "" : `<noscript>${still}</noscript>`,
    caption === "" ? "" : `<figcaption>${caption}</figcaption>`,
    "</figure>",
  ].join("");
}

/** As an image element, where an SVG can run no script and its ids meet no others. */
function renderPicture(data: MimeBundle, metadata: MimeBundle): string | undefined {
  const type = ["image/svg+xml", ...pictureTypes].find((candidate) => typeof data[candidate] === "string");
  if (type === undefined) return undefined;
  const content = `${data[type]}`;
  const isSvg = type === "image/svg+xml";
  const base64 = isSvg ? Buffer.from(content).toString("base64") : escapeHtml(content.replace(/\s/g, ""));
  const { width } = objectOf(metadata[type]);
  const size = typeof width === "number" ? ` width="${width}"` : "";
  return `<img src="data:${type};base64,${base64}" alt="${escapeHtml(inWords(data, metadata) ?? "figure")}"${size}>`;
}

/** What a figure shows, for those who do not see it: as its picture says, else the first line of its text. */
function inWords(data: MimeBundle, metadata: MimeBundle): string | undefined {
  const { alt } = objectOf(metadata["image/png"]);
  if (typeof alt === "string") return alt;
  return typeof data["text/plain"] === "string" ? firstLine(data["text/plain"]) : undefined;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function renderText(text: string, kind: string): string {
  const shown = asOnTerminal(text);
  // A box that scrolls must be reachable by keyboard.
  const box = shown.split("\n").length > longText ? ' tabindex="0" role="region" aria-label="long output"' : "";
  return `<pre class="${kind}"${box}>${escapeHtml(shown)}</pre>`;
}

/** Without colours, and with each line as its last carriage return left it. */
function asOnTerminal(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, "").replace(/^.*\r/, ""))
    .join("\n");
}

function renderError({ ename, evalue, traceback }: ErrorOutput): string {
  const title = `<p><strong>${escapeHtml(ename)}</strong> ${escapeHtml(stripVTControlCharacters(evalue))}</p>`;
  const lines = traceback.length > 0 ? renderText(traceback.join("\n"), "traceback") : "";
  return `<div class="error" role="note" aria-label="error">${title}${lines}</div>`;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0];
}

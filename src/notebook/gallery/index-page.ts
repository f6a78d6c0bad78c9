/** The gallery's first page: a search, and a card for each notebook. */

import { escapeHtml, escapeJson } from "../../pages/escape.js";
import { hasFailed } from "../document.js";
import { plainText, renderInline } from "./markdown.js";
import { addressOf, type GalleryEntry, summaryOf } from "./notebook-page.js";
import { page } from "./page.js";

export interface IndexParts {
  /** The address of an entry's picture, by the entry's name. */
  readonly thumbnails: ReadonlyMap<string, string>;
  /** There is an explorer to go to, beside this page. */
  readonly explorer?: boolean;
}

export function indexPage(entries: readonly GalleryEntry[], { thumbnails, explorer = false }: IndexParts): string {
  // A group is what lies in one folder, at whatever depth.
  const names = [...new Set(entries.map(groupOf))];
  const members = names.map((name) => entries.filter((entry) => groupOf(entry) === name));
  const groups = names.map((name, i) => {
    const title = name === "" ? "" : `<h2>${escapeHtml(name.replace(/[-_]/g, " "))}</h2>`;
    const cards = members[i].map((entry) => card(entry, thumbnails));
    return `<section class="group">${title}<ul class="cards">${cards.join("\n")}</ul></section>`;
  });
  const empty = '<p class="lead">There are no notebooks yet.</p>';
  return page({
    title: "Maruyama",
    toRoot: "",
    scripts: entries.length === 0 ? [] : ["search.js"],
    body: `<main id="content" class="index" tabindex="-1">
<div class="hero">
<h1>Stochastic optimizers, side by side with their SDEs</h1>
<p class="lead">Each notebook runs a method, the stochastic differential equation that models it, and what theory says of both.</p>
</div>
${explorer ? explorerLink : ""}
${entries.length === 0 ? empty : search + groups.join("\n")}
<script type="application/json" id="texts">${escapeJson(members.flat().map(searchText))}</script>
</main>`,
  });
}

/** The explorer's page, beside the index. */
export const EXPLORER = "explorer.html";

const explorerLink = `<a class="explorer" href="${EXPLORER}"><strong>Explorer</strong>
<span>Move the sliders: optimizer, SDE and theory are computed anew as you do, in this browser.</span></a>`;

/** Shown by its script, without which it could do nothing. */
const search = `<div class="search" role="search" hidden>
<label for="words">Search the notebooks</label>
<input id="words" type="search" placeholder="method, word, symbol …" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" aria-describedby="keys">
<kbd id="keys" title="The key / comes here; arrows and Enter choose; Escape empties">/</kbd>
<p role="status" aria-live="polite"></p>
</div>
`;

function card(entry: GalleryEntry, thumbnails: ReadonlyMap<string, string>): string {
  const { title, description, finding } = summaryOf(entry);
  const thumbnail = thumbnails.get(entry.name);
  const picture =
    thumbnail === undefined ? '<span aria-hidden="true">d𝑋</span>' : `<img src="${thumbnail}" alt="" loading="lazy">`;
  const note = hasFailed(entry.notebook) ? '<p class="failed">stopped at an error</p>' : "";
  // The card's text is a link as a whole, so links within it would not work: they are shown as text.
  const text = (kind: string, markdown: string): string =>
    markdown === "" ? "" : `<p class="${kind}">${renderInline(plainLinks(markdown))}</p>`;
  const heading = renderInline(plainLinks(title));
  const folder = entry.name.split("/").slice(1, -1).join("/");
  const place = folder === "" ? "" : `<p class="folder">${escapeHtml(folder)}</p>`;
  return `<li><a class="card" href="${addressOf(entry)}" aria-label="${escapeHtml(plainText(title))}">
<div class="thumbnail">${picture}</div><div class="words">${place}<h3>${heading}</h3>${note}${text("finding", finding)}${text("description", description)}</div></a></li>`;
}

/** What the search reads of a notebook: its prose, without marks, and its code. */
function searchText({ name, notebook }: GalleryEntry): string {
  const texts = notebook.cells.map(({ cell_type, source }) => (cell_type === "code" ? source : plainText(source)));
  return [name, ...texts].join(" ").replace(/\s+/g, " ");
}

function plainLinks(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
}

function groupOf({ name }: GalleryEntry): string {
  return name.includes("/") ? name.split("/")[0] : "";
}

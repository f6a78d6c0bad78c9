/** The gallery's first page: a card for each notebook. */
import { escapeHtml } from "./escape.js";
import { plainText, renderInline } from "./markdown.js";
import { addressOf, type GalleryEntry, summaryOf } from "./notebook-page.js";
import { page } from "./page.js";

/** `thumbnails`: the address of an entry's picture, by the entry's name. */
export function indexPage(entries: readonly GalleryEntry[], thumbnails: ReadonlyMap<string, string>): string {
  const folders = [...new Set(entries.map(folderOf))];
  const groups = folders.map((folder) => {
    const cards = entries.filter((entry) => folderOf(entry) === folder).map((entry) => card(entry, thumbnails));
    const title = folder === "" ? "" : `<h2>${escapeHtml(folder.replace(/[-_]/g, " "))}</h2>`;
    return `${title}<ul class="cards">${cards.join("\n")}</ul>`;
  });
  const empty = '<p class="lead">There are no notebooks yet.</p>';
  return page({
    title: "Maruyama",
    toRoot: "",
    body: `<main id="content" class="index" tabindex="-1">
<div class="hero">
<h1>Stochastic optimizers, side by side with their SDEs</h1>
<p class="lead">Each notebook runs a method, the stochastic differential equation that models it, and what theory says of both.</p>
</div>
${entries.length === 0 ? empty : groups.join("\n")}
</main>`,
  });
}

function card(entry: GalleryEntry, thumbnails: ReadonlyMap<string, string>): string {
  const { title, description } = summaryOf(entry);
  const thumbnail = thumbnails.get(entry.name);
  const picture =
    thumbnail === undefined ? '<span aria-hidden="true">d𝑋</span>' : `<img src="${thumbnail}" alt="" loading="lazy">`;
  const failed = entry.notebook.cells.some(
    (cell) => cell.cell_type === "code" && cell.outputs.some((output) => output.output_type === "error"),
  );
  const note = failed ? '<p class="failed">stopped at an error</p>' : "";
  // The card's text is a link as a whole, so links within it would not work: they are shown as text.
  const heading = renderInline(plainLinks(title));
  const text = description === "" ? "" : `<p>${renderInline(plainLinks(description))}</p>`;
  return `<li><a class="card" href="${addressOf(entry)}" aria-label="${escapeHtml(plainText(title))}">
<div class="thumbnail">${picture}</div><div class="words"><h3>${heading}</h3>${note}${text}</div></a></li>`;
}

function plainLinks(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
}

function folderOf({ name }: GalleryEntry): string {
  return name.split("/").slice(0, -1).join("/");
}

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../document.js";
import type { Output } from "../outputs.js";
import { code, markdown, sampleFolder, sampleNotebook } from "../sample.js";
import { writeGallery } from "./gallery.js";
import { indexPage } from "./index-page.js";
import type { GalleryEntry } from "./notebook-page.js";

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const attack = '<img src=x onerror="document.title=\'attacked\'"><script>document.title="attacked"</script>';

const display = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const stream = (name: "stdout" | "stderr", text: string): Output => ({ output_type: "stream", name, text });

const figure = {
  data: [{ x: [1, 2, 3], y: [1, 4, 9], name: "</script><script>document.title='attacked'</script>" }],
  layout: { width: 3000, title: { text: "squares" } },
};

const cells: Cell[] = [
  markdown(
    `# SignSGD & its *SDE*\n\n**Finding.** The gap is 0.5 ± 0.1.\n\nThe step is $\\eta$; see [the other](other.ipynb#top). ${attack}`,
  ),
  markdown("## One\n\ntext\n\n## Two"),
  code(`const η = 1; // ${attack}`, [
    stream("stdout", `10 %\r100 %\n\u001b[31m${attack}\u001b[0m\n`),
    stream("stderr", attack),
    display({ "text/plain": attack }),
    display({ "image/png": png, "text/plain": `"><script>${attack}` }),
    display({ "application/vnd.plotly.v1+json": figure, "image/png": png, "text/html": "<p>not this</p>" }),
    display({ "text/html": "<table><tr><td>0.5</td></tr></table>", "image/png": png }),
    { ...display({ "image/png": png }), metadata: { "image/png": { alt: `falls ${attack}`, width: 40 } } } as Output,
    display({ "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>" }),
    display({ "text/latex": "$\\sigma$" }),
    display({ "text/markdown": `**bold** ${attack}` }),
    display({ "application/x-unknown": 1 }),
    { output_type: "error", ename: attack, evalue: attack, traceback: [`\u001b[31m${attack}\u001b[0m`] },
  ]),
];

const out = sampleFolder();
afterAll(() => rmSync(out, { recursive: true }));
const read = (path: string): string => readFileSync(join(out, path), "utf8");

beforeAll(() => {
  writeGallery(out, [
    { name: "signsgd", notebook: sampleNotebook(cells), folder: out },
    { name: "distributed/dc sgd", notebook: sampleNotebook([code("1")]), folder: out },
    { name: "start-here", notebook: sampleNotebook([markdown("# Start [here](x.ipynb)")]), folder: out },
  ]);
});

describe("the gallery's pages", () => {
  it("show the best form of each output", () => {
    const html = read("notebooks/signsgd.html");
    const outputs = html.slice(html.indexOf('<div class="outputs">'), html.indexOf('<nav class="neighbours"'));
    const kinds = [...outputs.matchAll(/<(?:pre|div|figure) ?(?:class="([\w -]+)")?/g)].map(
      (match) => match[1] ?? "figure",
    );
    expect(kinds).toEqual(
      [
        "outputs",
        "stream stdout",
        "stream stderr",
        "stream stdout",
        "figure",
        "figure",
        "drawing",
        "html",
        "figure",
      ].concat(["figure", "math", "prose", "stream stderr", "error", "traceback"]),
    );
    expect(html).toContain("<td>0.5</td>");
    expect(html).toContain("application/x-unknown");
    expect(html).toMatch(/alt="falls &lt;img[^"]*" width="40">/);
    expect(html).not.toContain("not this");
    expect(html).toContain(">100 %\n");
    expect(html).not.toContain("10 %\r");
  });

  it("escape all text", () => {
    const scripts = (html: string): string[] => [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts(read("notebooks/signsgd.html"))).toEqual([
      '<script src="../assets/theme.js">',
      '<script defer src="../assets/plotly.js">',
      '<script defer src="../assets/figures.js">',
      '<script defer src="../assets/reading.js">',
      '<script type="application/json">',
    ]);
    expect(scripts(read("index.html"))).toEqual([
      '<script src="assets/theme.js">',
      '<script defer src="assets/search.js">',
      '<script type="application/json" id="texts">',
    ]);
    for (const path of ["notebooks/signsgd.html", "index.html"]) expect(read(path)).not.toMatch(/<[^>"]*\sonerror/);
  });

  it("name nothing on the network", () => {
    for (const path of ["index.html", "notebooks/signsgd.html", "assets/style.css", "assets/katex.min.css"]) {
      expect(read(path).replace(/xmlns="[^"]*"/g, "")).not.toMatch(
        /(?:src|href)="(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\//,
      );
    }
  });

  it("link to each other and to the notebook's file", () => {
    const html = read("notebooks/signsgd.html");
    expect(html).toContain('href="other.html#top"');
    expect(html).toContain('<a href="signsgd.ipynb" download>');
    expect(html).toContain('<a href="../notebooks/start-here.html"><small>Previous</small>Start here</a>');
    expect(html).toContain('<a href="../notebooks/distributed/dc%20sgd.html">');
    expect(html).toContain('<li class="level-2"><a href="#one">One</a></li>');
    expect(read("notebooks/distributed/dc sgd.html")).toContain('href="../../assets/style.css"');
    expect(existsSync(join(out, "notebooks/signsgd.ipynb"))).toBe(true);
  });

  it("are listed where one starts first, with picture, title, finding and first paragraph", () => {
    const html = read("index.html");
    const links = [...html.matchAll(/<a class="card" href="([^"]*)" aria-label="([^"]*)"/g)].map((match) =>
      match.slice(1),
    );
    expect(links).toEqual([
      ["notebooks/start-here.html", "Start here"],
      ["notebooks/signsgd.html", "SignSGD &amp; its SDE"],
      ["notebooks/distributed/dc%20sgd.html", "dc sgd"],
    ]);
    expect(html).toContain("<h3>SignSGD &amp; its <em>SDE</em></h3>");
    expect(html).toContain('<p class="finding">The gap is 0.5 ± 0.1.</p><p class="description">The step is');
    expect(html).toContain("stopped at an error");
    expect(html).toContain('<img src="assets/thumbnails/signsgd.svg" alt="" loading="lazy">');
  });

  it("are grouped by folder, and searched in the order of their cards", () => {
    const entry = (name: string): GalleryEntry => ({ name, notebook: sampleNotebook([code(name)]), folder: out });
    const html = indexPage(["a", "papers/one/b", "tools/c", "papers/two/d"].map(entry), { thumbnails: new Map() });
    expect([...html.matchAll(/<h[23]>(.*?)<\/h[23]>/g)].map(([, title]) => title)).toEqual([
      "a",
      "papers",
      "b",
      "d",
      "tools",
      "c",
    ]);
    expect(html).toContain('<p class="folder">two</p><h3>d</h3>');
    const texts: string[] = JSON.parse(/id="texts">(.*?)<\/script>/.exec(html)?.[1] ?? "");
    expect(texts.map((text) => text.split(" ")[0])).toEqual(["a", "papers/one/b", "papers/two/d", "tools/c"]);
  });

  it("lead to the explorer where there is one", () => {
    expect(read("index.html")).not.toContain("explorer.html");
    writeFileSync(join(out, "explorer.html"), "");
    writeGallery(out, []);
    expect(read("index.html")).toContain('<a class="explorer" href="explorer.html">');
  });
});

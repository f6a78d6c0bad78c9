import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import type { Cell } from "./document.js";
import { writeGallery } from "./gallery.js";
import type { Output } from "./outputs.js";
import { code, markdown, sampleFolder, sampleNotebook } from "./sample.js";
import { serveFolder } from "./server.js";

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const attack = '<img src=x onerror="document.title=\'attacked\'"><script>document.title="attacked"</script>';

const display = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const stream = (name: "stdout" | "stderr", text: string): Output => ({ output_type: "stream", name, text });

const figure = {
  data: [{ x: [1, 2, 3], y: [1, 4, 9], name: "</script><script>document.title='attacked'</script>" }],
  layout: { width: 3000, title: { text: "squares" } },
};

const cells: Cell[] = [
  markdown(`# SignSGD & its *SDE*\n\nThe step is $\\eta$; see [the other](other.ipynb#top). ${attack}`),
  markdown("## One\n\ntext\n\n## Two"),
  code(`const η = 1; // ${attack}`, [
    stream("stdout", `10 %\r100 %\n\u001b[31m${attack}\u001b[0m\n`),
    stream("stderr", attack),
    display({ "text/plain": attack }),
    display({ "image/png": png, "text/plain": `"><script>${attack}` }),
    display({ "application/vnd.plotly.v1+json": figure, "image/png": png, "text/html": "<p>not this</p>" }),
    display({ "text/html": "<table><tr><td>0.5</td></tr></table>", "image/png": png }),
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
        "plotly",
        "html",
        "figure",
      ].concat(["math", "prose", "stream stderr", "error", "traceback"]),
    );
    expect(html).toContain("<td>0.5</td>");
    expect(html).toContain("application/x-unknown");
    expect(html).not.toContain("not this");
    expect(html).toContain(">100 %\n");
    expect(html).not.toContain("10 %\r");
  });

  it("escape all text", () => {
    const scripts = (html: string): string[] => [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts(read("notebooks/signsgd.html"))).toEqual([
      '<script defer src="../assets/plotly.js">',
      '<script defer src="../assets/figures.js">',
      '<script type="application/json">',
    ]);
    expect(scripts(read("index.html"))).toEqual([]);
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

  it("are listed where one starts first, with picture, title and first paragraph", () => {
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
    expect(html).toContain("stopped at an error");
    expect(html).toContain('<img src="assets/thumbnails/signsgd.svg" alt="" loading="lazy">');
  });
});

const browserPath = process.env.MARUYAMA_CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = optional("Chromium", existsSync(browserPath), "apt-get install chromium");

describe.runIf(hasBrowser)("the gallery in a browser", () => {
  it("draws its figures, runs no text, and asks nobody but its own server", async () => {
    const server = await serveFolder(out, 0);
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    const browser = await chromium.launch({ executablePath: browserPath, args: [...args, "--disable-sync"] });
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("response", (response) => response.status() >= 400 && complaints.push(response.url()));

      await page.goto(server.url);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(/start-here/);

      await page.goto(`${server.url}notebooks/signsgd.html`);
      await page.locator(".plotly.drawn .main-svg .trace").first().waitFor();
      expect(await page.locator(".plotly .gtitle").first().textContent()).toBe("squares");
      expect(await page.locator(".katex").first().isVisible()).toBe(true);
      expect(await page.title()).toBe("SignSGD & its SDE · Maruyama");
      // Nothing is wider than the telephone.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      expect(complaints).toEqual([]);
      const elsewhere = requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:"));
      expect(elsewhere).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});

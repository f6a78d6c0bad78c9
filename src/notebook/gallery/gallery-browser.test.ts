/** The gallery as a reader meets it: by mouse and keyboard, on a telephone, in the dark, from files and from a server. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { optional } from "../../conformance/optional.js";
import type { Output } from "../outputs.js";
import { code, markdown, sampleFolder, sampleNotebook } from "../sample.js";
import { writeGallery } from "./gallery.js";
import { serveFolder } from "./server.js";

const browserPath = process.env.MARUYAMA_CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = optional("Chromium", existsSync(browserPath), "apt-get install chromium");

const attack = "</script><script>document.title='attacked'</script>";
const display = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const plotly = (figure: object): Output => display({ "application/vnd.plotly.v1+json": figure });

const curve = {
  data: [{ x: [1, 2, 3], y: [1, 4, 9], name: attack, showlegend: true }],
  layout: {
    width: 3000,
    height: 400,
    margin: { l: 60, r: 20, t: 60, b: 100 },
    title: { text: "squares of numbers that have a rather long title", x: 0, xref: "paper", xanchor: "left" },
    legend: { orientation: "h", y: -0.2 },
  },
};
const sideBySide = {
  data: [{ y: [1, 2] }, { y: [2, 1], xaxis: "x2" }],
  layout: { width: 800, xaxis: { domain: [0, 0.4] }, xaxis2: { domain: [0.6, 1] } },
};
const wideTable = `| ${"wide | ".repeat(40)}\n|${"--|".repeat(40)}\n| ${"1 | ".repeat(40)}`;

describe.runIf(hasBrowser)("the gallery in a browser", () => {
  const out = sampleFolder();
  let browser: Browser;
  beforeAll(async () => {
    const entry = (name: string, ...cells: Parameters<typeof sampleNotebook>[0]) => ({
      name,
      notebook: sampleNotebook(cells),
      folder: out,
    });
    writeGallery(out, [
      entry(
        "signsgd",
        markdown("# SignSGD\n\n**Finding.** The gap is 0.5 ± 0.1.\n\nThe step is $\\eta$."),
        markdown(`## One\n\n$$\\begin{aligned} a &= b ${"+ c".repeat(99)} \\end{aligned}$$\n\n## Two\n\n${wideTable}`),
        code(`const η = "${"wide ".repeat(99)}";`, [plotly(curve), plotly(sideBySide)]),
        code("1", [
          display({ "text/html": `<table><caption>${"long ".repeat(99)}</caption><tr><td>1</td></tr></table>` }),
        ]),
      ),
      entry("start-here", markdown("# Start here\n\nThe tour."), code("maruyama.huberOptimum()")),
      entry("papers/key/clipping", markdown("# Clipping\n\nA threshold.")),
    ]);
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: browserPath, args: [...args, "--disable-sync"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(out, { recursive: true });
  });
  const file = (path: string): string => pathToFileURL(join(out, path)).href;

  /** Runs `read` on a page of its own, and fails on any complaint of its scripts. */
  async function onPage(options: object, path: string, read: (page: Page) => Promise<void>): Promise<void> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    try {
      await page.goto(path);
      await read(page);
      expect(complaints).toEqual([]);
    } finally {
      await page.close();
    }
  }
  const value = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);

  it("draws its figures, runs no text, and asks nobody but its own server", async () => {
    const server = await serveFolder(out, 0);
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("response", (response) => response.status() >= 400 && complaints.push(response.url()));
      await page.goto(server.url);
      await page.goto(`${server.url}notebooks/signsgd.html`);
      await page.locator(".drawing.drawn .main-svg .trace").first().waitFor();
      expect(await page.locator(".drawing .gtitle").first().textContent()).toMatch(/^squares/);
      expect(await page.locator(".katex").first().isVisible()).toBe(true);
      expect(await page.title()).toBe("SignSGD · Maruyama");
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:"))).toEqual([]);
      await page.close();
    } finally {
      await server.close();
    }
  });

  it("fits a telephone: what is wide scrolls in a box of its own, which the keyboard reaches", async () => {
    const telephone = { viewport: { width: 360, height: 740 } };
    await onPage(telephone, file("index.html"), async (page) => {
      expect(await value(page, "document.documentElement.scrollWidth")).toBe(360);
    });
    await onPage(telephone, file("notebooks/signsgd.html"), async (page) => {
      await page.locator(".drawing.drawn").nth(1).waitFor();
      expect(await value(page, "document.documentElement.scrollWidth")).toBe(360);
      const scrolling = `[...document.querySelectorAll("*")].filter((e) => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX))`;
      expect(await value(page, `${scrolling}.map((e) => [e.className, e.tabIndex])`)).toEqual([
        ["katex-display", 0],
        ["table", 0],
        ["code", 0],
        ["figure", 0],
      ]);
      const within = `document.querySelector("caption").getBoundingClientRect().right <= 360`;
      expect(await value(page, within)).toBe(true);
      expect(await page.locator(".drawing .gtitle tspan").count()).toBe(2);
    });
  });

  it("is searched as one types, by keyboard alone", async () => {
    await onPage({}, file("index.html"), async (page) => {
      const cards = (): Promise<string[]> => page.locator(".cards > li:visible h3").allTextContents();
      const focused = (): Promise<unknown> =>
        value(page, `document.activeElement.getAttribute("href") ?? document.activeElement.id`);
      expect(await cards()).toEqual(["Start here", "SignSGD", "Clipping"]);
      await page.keyboard.press("/");
      expect(await focused()).toBe("words");
      await page.keyboard.type("hubero");
      expect(await cards()).toEqual(["Start here"]);
      expect(await page.getByRole("status").textContent()).toBe("1 of 3 notebooks");
      expect(await page.locator("mark").textContent()).toBe("huberO");
      expect(await page.locator(".group:visible").count()).toBe(1);
      await page.keyboard.type(" nowhere");
      expect(await page.getByRole("status").textContent()).toBe("No notebook has all of this.");
      await page.keyboard.press("Escape");
      expect(await cards()).toHaveLength(3);
      expect(await page.getByRole("status").textContent()).toBe("");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      expect(await focused()).toBe("notebooks/signsgd.html");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      expect(await focused()).toBe("words");
      await page.keyboard.type("0.5 ± 0.1");
      expect(await cards()).toEqual(["SignSGD"]);
      await page.keyboard.press("Enter");
      await page.waitForURL(/signsgd\.html$/);
    });
  });

  it("can be had without scripts: the list as it is", async () => {
    await onPage({ javaScriptEnabled: false }, file("index.html"), async (page) => {
      expect(await page.locator(".card:visible").count()).toBe(3);
      expect(await page.locator(".search:visible, .theme:visible").count()).toBe(0);
    });
  });

  it("is light or dark as the system is or as the reader says, and remembers that", async () => {
    const ground = "getComputedStyle(document.body).backgroundColor";
    const ink = `getComputedStyle(document.querySelector(".drawing")).filter`;
    const [light, dark] = ["rgb(251, 250, 248)", "rgb(20, 23, 26)"];
    await onPage({ colorScheme: "dark" }, file("notebooks/signsgd.html"), async (page) => {
      expect([await value(page, ground), await value(page, ink)]).toEqual([dark, "invert(0.89) hue-rotate(180deg)"]);
      const button = page.getByRole("button", { name: "Colours" });
      await button.click();
      expect(await button.getAttribute("aria-label")).toBe("Colours: light");
      expect([await value(page, ground), await value(page, ink)]).toEqual([light, "none"]);
      await page.goto(file("index.html"));
      expect(await value(page, ground)).toBe(light);
      await button.click();
      await page.emulateMedia({ colorScheme: "light" });
      expect(await value(page, ground)).toBe(dark);
      await page.emulateMedia({ media: "print" });
      expect(await value(page, ground)).toBe(light);
    });
  });

  it("changes colours where nothing may be stored", async () => {
    const page = await browser.newPage();
    await page.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });",
    );
    await page.goto(file("index.html"));
    const button = page.getByRole("button", { name: "Colours" });
    for (const theme of ["light", "dark", "auto"]) {
      await button.click();
      expect(await button.getAttribute("aria-label")).toBe(`Colours: ${theme}`);
    }
    await page.close();
  });

  it("skips to the content, links to its sections, and lets code be copied", async () => {
    await onPage({ viewport: { width: 1300, height: 800 } }, file("notebooks/signsgd.html"), async (page) => {
      await page.keyboard.press("Tab");
      expect(await value(page, "document.activeElement.className")).toBe("skip");
      await page.keyboard.press("Enter");
      expect(await value(page, "document.activeElement.id")).toBe("content");
      expect(await page.locator(".contents li:visible").allTextContents()).toEqual(["One", "Two"]);
      await page.locator("#two").hover();
      await page.locator("#two .anchor").click();
      expect(page.url()).toMatch(/#two$/);
      await page.locator(".cell").last().hover();
      await page.locator(".copy").last().click();
      await page.getByText(/^(Copied|Press Ctrl-C)$/).waitFor();
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.locator(".contents li:visible").count()).toBe(0);
    });
  });
});

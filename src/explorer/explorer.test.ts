/** The page itself, opened from disk in Chromium. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import * as maruyama from "../index.js";
import { methods } from "../methods/index.js";
import { lintCells } from "../notebook/lint-cells.js";
import { writeExplorer } from "./build.js";

const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const hasBrowser = optional("Chromium", executable !== undefined, "apt-get install chromium");

describe.runIf(hasBrowser)("the explorer", () => {
  const folder = mkdtempSync(join(tmpdir(), "maruyama-explorer-test-"));
  const file = join(folder, "explorer.html");
  let browser: Browser;

  beforeAll(async () => {
    await writeExplorer(file, { home: "index.html" });
    browser = await chromium.launch({ executablePath: executable as string, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the page, does something with it, and sees that nothing went wrong and nothing was asked of the network. */
  async function visit(
    address: string,
    act: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      page.on("request", (request) => {
        if (!/^(file|blob|data):/.test(request.url())) faults.push(request.url());
      });
      await page.goto(pathToFileURL(file).href + address);
      await settled(page);
      await act(page);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const text = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? "";
  const hashes = (page: Page): Promise<string[]> => page.locator("#hashes code").allTextContents();
  const settled = async (page: Page): Promise<void> => {
    await page.locator('#result[aria-busy="false"]').waitFor({ state: "attached" });
  };
  /** Goes to another address of the page that is open. */
  const go = async (page: Page, address: string): Promise<void> => {
    await page.evaluate((hash) => {
      (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
    }, address);
    await page
      .locator('#result[aria-busy="true"]')
      .waitFor({ state: "attached", timeout: 2000 })
      .catch(() => undefined);
    await settled(page);
  };

  it("opens from disk and computes", async () => {
    await visit("", async (page) => {
      expect(await text(page, "result")).toMatch(/^SignSGD and SignSGD SDE (agree|differ)/);
      expect(await text(page, "caption")).toMatch(/n = 500 paths, seed 1; .* 95 % intervals/);
      expect(await page.locator(".drawing > svg").count()).toBe(3);
      expect(await page.locator("#equations math").count()).toBeGreaterThan(1);
      expect(await hashes(page)).toHaveLength(2);
      expect(await page.locator("a.home").getAttribute("href")).toBe("index.html");
    });
  });

  it("computes every method, or says why not", async () => {
    await visit("#paths=60&horizon=1", async (page) => {
      for (const name of Object.keys(methods)) {
        await page.locator("#method").selectOption(name);
        await settled(page);
        expect(await text(page, "state"), name).toMatch(/^computed in/);
        const found = await hashes(page);
        expect(found.length, name).toBe((await text(page, "refusal")) === "" ? 2 : 1);
      }
    });
  });

  it("says why a combination is refused, and goes on", async () => {
    await visit("#method=adam&noise=studentT&noise.nu=1.5&paths=60", async (page) => {
      expect(await text(page, "refusal")).toMatch(/^No SDE: .*infinite for ν ≤ 2, got ν = 1.5/);
      expect(await hashes(page)).toHaveLength(1);
      await page.locator("#field-nu").fill("0");
      await page.locator("#field-nu").press("Enter");
      await settled(page);
      expect(await text(page, "refusal")).toBe("studentT: nu must be a positive number, got 0");
      expect(await hashes(page)).toHaveLength(0);
      await page.locator("#field-nu").fill("4");
      await page.locator("#field-nu").press("Enter");
      await settled(page);
      expect(await text(page, "refusal")).toBe("");
      expect(await hashes(page)).toHaveLength(2);
    });
  });

  it("counts paths that diverge", async () => {
    await visit("#method=sgd&eta=1&objective.h=5,1&horizon=400&paths=60", async (page) => {
      expect(await text(page, "result")).toMatch(/60 of 60 paths diverged/);
    });
  });

  it("computes anew while a slider is dragged", async () => {
    await visit("", async (page) => {
      const before = await hashes(page);
      const slider = page.locator('input[type="range"][data-field="eta"]');
      const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const pictures = new Set<string>();
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + 0.5 * box.width, y);
      await page.mouse.down();
      for (let i = 0; i < 80 && pictures.size < 5; i++) {
        await page.mouse.move(box.x + (0.5 + (i % 40) / 100) * box.width, y);
        await page.waitForTimeout(25);
        pictures.add(
          await page
            .locator("#means path")
            .nth(3)
            .evaluate((path) => path.outerHTML),
        );
      }
      await page.mouse.up();
      // figures changed under the pointer, before it was let go
      expect(pictures.size).toBeGreaterThan(2);
      await settled(page);
      expect(await hashes(page)).not.toEqual(before);
      const value = await page.locator("#field-eta").inputValue();
      expect(new URL(page.url()).hash).toContain(`eta=${value}`);
      expect(await text(page, "cell")).toContain(`signSgd({ eta: ${value} })`);
    });
  });

  it("has its specification in the address, back and forth", async () => {
    await visit("", async (page) => {
      const first = await hashes(page);
      await page.locator("#noise").selectOption("laplace");
      await settled(page);
      const second = await hashes(page);
      await page.locator("#objective").selectOption("doubleWell");
      await settled(page);
      const address = new URL(page.url()).hash;
      const third = await hashes(page);
      await page.goBack();
      await settled(page);
      expect(await hashes(page)).toEqual(second);
      expect(await page.locator("#objective").inputValue()).toBe("quadratic");
      await page.goBack();
      await settled(page);
      expect(await hashes(page)).toEqual(first);
      await go(page, address);
      expect(await hashes(page)).toEqual(third);
    });
  });

  it.each([
    ["#method=adma", 'address: no method "adma"; did you mean adam?'],
    ["#%%%", "address: each part must be"],
  ])("begins as usual at the address %s, and says why", async (address, complaint) => {
    await visit(address, async (page) => {
      expect(await text(page, "complaint")).toContain(complaint);
      expect(await page.locator("#method").inputValue()).toBe("signSgd");
      expect(await hashes(page)).toHaveLength(2);
    });
  });

  it("is used with the keyboard alone", async () => {
    await visit("#paths=60", async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.className")).toBe("skip");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      expect(new URL(page.url()).hash).toBe("#paths=60");
      const reached = new Set<string>();
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        reached.add(String(await page.evaluate("document.activeElement.id || document.activeElement.dataset.field")));
      }
      for (const id of ["copy", "reset", "method", "sde", "eta", "field-eta", "noise", "paths"])
        expect(reached).toContain(id);
      const before = await hashes(page);
      await page.locator('input[type="range"][data-field="eta"]').focus();
      await page.keyboard.press("ArrowRight");
      await settled(page);
      expect(await hashes(page)).not.toEqual(before);
      expect(await page.evaluate("document.activeElement.dataset.field")).toBe("eta");
      const unnamed = await page.locator("input, select, button").evaluateAll(
        (controls) =>
          controls.filter((control) => {
            const { labels } = control as unknown as { labels: ArrayLike<unknown> | null };
            const isNamed = control.hasAttribute("aria-label") || (labels?.length ?? 0) > 0;
            return !isNamed && (control.textContent ?? "").trim() === "";
          }).length,
      );
      expect(unnamed).toBe(0);
    });
  });

  it("fits a telephone", async () => {
    const phone = { viewport: { width: 360, height: 780 } };
    await visit(
      "#method=clippedDistributedSgd&paths=60",
      async (page) => {
        for (const group of await page.locator("details").all())
          await group.evaluate((box) => box.setAttribute("open", ""));
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
        const { width } = (await page.locator("#means > svg").boundingBox()) ?? { width: 0 };
        expect(width).toBeGreaterThan(280);
      },
      phone,
    );
  });

  it("is dark where the reader's system is", async () => {
    const brightness = async (page: Page): Promise<number> => {
      const color = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      return Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number));
    };
    await visit("#paths=60", async (page) => {
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await brightness(page)).toBeLessThan(60);
      await page.emulateMedia({ colorScheme: "light" });
      expect(await brightness(page)).toBeGreaterThan(200);
    });
  });

  it.each([
    "",
    "#method=adam&eta=0.05&beta2=0.95&sde=consistent&noise=studentT&noise.nu=4&seed=3&paths=300&show=x[1]",
    "#method=clippedDistributedSgd&N=3&I=2&sde=local&objective=saddle&noise=laplace&paths=200",
    "#method=sgd&sde=none&objective=expression&objective.f=x[1]^2%2Bcos(x[2])&paths=150",
    "#method=adam&noise=alphaStable&paths=150",
  ])("hands over TypeScript that gives the same hashes: %s", async (address) => {
    await visit(address, async (page) => {
      const cell = await text(page, "cell");
      expect(lintCells(cell, [0])).toEqual([]);
      await page.locator("#copy").click();
      await page.locator("#copied:not(:empty)").waitFor();
      const printed = await printedBy(cell);
      expect(printed.map((line) => line.split(" ").at(-1))).toEqual(await hashes(page));
    });
  });
});

/** Runs a cell against the modules beside this one; it has no type annotations, so it is JavaScript. */
async function printedBy(cell: string): Promise<string[]> {
  const importing = 'import * as maruyama from "maruyama";';
  expect(cell.startsWith(importing)).toBe(true);
  const lines: string[] = [];
  const print = { log: (...words: unknown[]) => lines.push(words.join(" ")) };
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
    ...texts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const body = new AsyncFunction("maruyama", "console", cell.slice(importing.length));
  await body({ ...maruyama, show: () => undefined }, print);
  return lines;
}

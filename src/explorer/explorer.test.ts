/** What the page computes, opened from disk in Chromium. */
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import * as maruyama from "../index.js";
import { methods } from "../methods/index.js";
import { lintCells } from "../notebook/lint-cells.js";
import { chromiumProgram, explorerInBrowser, go, hashes, settled, text } from "./explorer-in-browser.js";

const hasBrowser = optional("Chromium", chromiumProgram !== undefined, "apt-get install chromium");

describe.runIf(hasBrowser)("the explorer", () => {
  const visit = explorerInBrowser();

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

  it.each([
    [
      "#start=1e300,1",
      "explorer: start must be less than 1e+75 in size, where paths count as diverged, got [1e+300, 1]",
      0,
    ],
    [
      "#substeps=1e6&horizon=40",
      "No SDE: explorer: SignSGD SDE must take at most 1e+10 steps of one coordinate, got 2.0e+12 = 500 paths × 2000 steps × 1000000 substeps × 2 coordinates",
      1,
    ],
    ["#start=1e74,1&paths=60", "", 2],
  ])("says in terms of what was set why it does not compute %s", async (address, refusal, chains) => {
    await visit(address, async (page) => {
      expect(await text(page, "refusal")).toBe(refusal);
      expect(await hashes(page)).toHaveLength(chains);
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

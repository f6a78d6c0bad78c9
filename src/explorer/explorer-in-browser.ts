/** The explorer's page, opened from disk in Chromium: what its tests share. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { writeExplorer } from "./build.js";

/** The browser of this machine, where it has one. */
export const chromiumProgram: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find(existsSync);

/** Opens the page at an address, does something with it, and sees that nothing went wrong and nothing was asked of the network. */
export type Visit = (
  address: string,
  act: (page: Page) => Promise<void>,
  options?: BrowserContextOptions,
) => Promise<void>;

/** Builds the page before the tests of a group, which visit it. */
export function explorerInBrowser(): Visit {
  const folder = mkdtempSync(join(tmpdir(), "maruyama-explorer-test-"));
  const file = join(folder, "explorer.html");
  let browser: Browser;
  beforeAll(async () => {
    await writeExplorer(file, { home: "index.html" });
    browser = await chromium.launch({ executablePath: chromiumProgram as string, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  return async (address, act, options = {}) => {
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
  };
}

/** The text of the element with this id. */
export async function text(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id}`).textContent()) ?? "";
}

export function hashes(page: Page): Promise<string[]> {
  return page.locator("#hashes code").allTextContents();
}

/** Waits until the page says what its whole result is. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#result[aria-busy="false"]').waitFor({ state: "attached" });
}

/** Goes to another address of the page that is open. */
export async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
  }, address);
  await page
    .locator('#result[aria-busy="true"]')
    .waitFor({ state: "attached", timeout: 2000 })
    .catch(() => undefined);
  await settled(page);
}

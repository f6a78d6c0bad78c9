/** How the page is used: with pointer and keyboard, on screens of any size, while it computes. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import { chromiumProgram, explorerInBrowser, go, hashes, settled, text } from "./explorer-in-browser.js";

const hasBrowser = optional("Chromium", chromiumProgram !== undefined, "apt-get install chromium");

describe.runIf(hasBrowser)("the explorer in use", () => {
  const visit = explorerInBrowser();

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

  it("draws what is in the window while a slider moves, and everything when it rests", async () => {
    // the distribution is below a window this low
    const low = { viewport: { width: 1280, height: 600 } };
    await visit(
      "",
      async (page) => {
        const drawn = await page.evaluate(DRAG);
        expect(drawn.means).toBeGreaterThan(2);
        // it is drawn where no newer position waits: at the end, and on a machine that is faster than the hand
        expect(drawn.distribution).toBeLessThan(drawn.means);
        await settled(page);
        const figure = await page.locator("#distribution").innerHTML();
        const { hash } = new URL(page.url());
        await go(page, "#seed=2");
        expect(await page.locator("#distribution").innerHTML()).not.toBe(figure);
        await go(page, hash);
        expect(await page.locator("#distribution").innerHTML()).toBe(figure);
      },
      low,
    );
  });

  it("shows the first paths of a long run, and stops it when another is asked for", async () => {
    await visit("#paths=60", async (page) => {
      await page.evaluate('location.hash = "#eta=0.0005&horizon=40"');
      await page.locator("#caption", { hasText: "n = 128 paths" }).waitFor();
      expect(await text(page, "state")).toMatch(/^first 128 paths|^computing: \d+ of 1000 paths/);
      expect(await page.locator("#result").getAttribute("aria-busy")).toBe("true");
      await go(page, "#paths=60");
      expect(await text(page, "caption")).toContain("n = 60 paths");
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
});

/** Moves the slider of η for a second, as fast as a timer goes, and lets it go; resolves to how often figures were drawn meanwhile. */
const DRAG = `new Promise((resolve) => {
  const slider = document.querySelector('input[type="range"][data-field="eta"]');
  const drawn = { means: 0, distribution: 0 };
  const observers = Object.keys(drawn).map((id) => {
    const observer = new MutationObserver(() => drawn[id]++);
    observer.observe(document.getElementById(id), { childList: true });
    return observer;
  });
  const middle = Number(slider.value);
  let moves = 0;
  const timer = setInterval(() => {
    slider.value = String(middle + (moves++ % 20));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    if (moves < 250) return;
    clearInterval(timer);
    for (const observer of observers) observer.disconnect();
    slider.dispatchEvent(new Event("change", { bubbles: true }));
    resolve(drawn);
  }, 4);
})` as unknown as () => Promise<{ readonly means: number; readonly distribution: number }>;

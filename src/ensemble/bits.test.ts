import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import { bitsOf } from "./bits.js";
import { clearCache } from "./cache.js";

/** What this program gave when the bits were last meant to change, on Node 20, 22, 24 and in Chromium. */
const BITS = "4146cbcd8e86a440cf33e90336bf9aec92349d2956c5d3840ec2b5482818902e";

const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const hasBrowser = optional("Chromium", browser !== undefined, "apt-get install chromium");

describe("bits", () => {
  it("are those of every other machine and Node", async () => {
    expect(await bitsOf()).toBe(BITS);
  });

  it.runIf(hasBrowser)("are those of a browser, on workers of its own, from a page on disk", async () => {
    const folder = mkdtempSync(join(tmpdir(), "maruyama-bits-"));
    try {
      writeFileSync(
        join(folder, "page.ts"),
        `import { bitsOf } from ${JSON.stringify(fileURLToPath(new URL("./bits.ts", import.meta.url)))};
         globalThis.bits = bitsOf({ threads: 2 });`,
      );
      await build({
        configFile: false,
        logLevel: "error",
        root: folder,
        build: {
          outDir: folder,
          emptyOutDir: false,
          minify: true,
          lib: { entry: join(folder, "page.ts"), formats: ["iife"], name: "page", fileName: () => "page.js" },
        },
      });
      writeFileSync(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><script src="page.js"></script>');
      const running = await chromium.launch({ executablePath: browser as string, args: ["--no-sandbox"] });
      try {
        const page = await running.newPage();
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.goto(`file://${join(folder, "index.html")}`);
        const bits = await page.evaluate(() => (globalThis as unknown as { bits: Promise<string> }).bits);
        expect(errors).toEqual([]);
        clearCache();
        expect(bits).toBe(await bitsOf({ threads: 1 }));
      } finally {
        await running.close();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

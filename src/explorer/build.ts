/**
 * Writes the explorer. The published package has it made; where it is not, vite makes it of the modules beside this one,
 * which are the compiled ones in dist and TypeScript in src.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shell, withHome } from "./shell.js";

const here: string = fileURLToPath(import.meta.url);

/** Where `npm run build` leaves the page. */
export const MADE: string = join(dirname(here), "..", "explorer.html");

export interface ExplorerOptions {
  /** Where the name on top leads, as an address seen from the page. Default: nowhere. */
  readonly home?: string;
}

/** Writes the page that was built with the package, or builds it. @throws Error where neither can be done. */
export async function writeExplorer(file: string, { home }: ExplorerOptions = {}): Promise<void> {
  const page = existsSync(MADE) ? readFileSync(MADE, "utf8") : await explorerPage();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, home === undefined ? page : withHome(page, home));
}

/** The page, built anew. @throws Error where vite is not installed. */
export async function explorerPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "maruyama-explorer-"));
  try {
    const { build } = await vite();
    await build({
      configFile: false,
      logLevel: "error",
      root: dirname(here),
      publicDir: false,
      define: { "process.env.NODE_ENV": '"production"' },
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: "es2022",
        minify: true,
        lib: {
          entry: join(dirname(here), "page", `main${extname(here)}`),
          formats: ["iife"],
          name: "explorer",
          fileName: () => "explorer.js",
        },
      },
    });
    return shell(readFileSync(join(folder, "explorer.js"), "utf8").trim());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function vite(): Promise<typeof import("vite")> {
  try {
    return await import("vite");
  } catch {
    throw new Error("explorer: vite must be installed to build the page; get it with: npm install --save-dev vite");
  }
}

/**
 * Whether a notebook's outputs are still what its code gives: they are while their key is the same,
 *
 *   key = SHA-256 of the code cells, the kernel, and what surrounds them:
 *         the package as compiled, its data sets, package-lock.json, Node's major version.
 *
 * Prose is no part of it: editing it executes nothing. The key lies beside the executed notebook, with the digest of the
 * outputs it stands for, so that outputs which came there in another way are not taken for those of a run.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { codeCells, type Notebook, readNotebook } from "./document.js";

const compiled = fileURLToPath(new URL("..", import.meta.url));
const datasets = fileURLToPath(new URL("../../data/datasets", import.meta.url));

/** What the outputs of every notebook of the project at `root` depend on besides its own code, as one digest. */
export function surroundingsOf(root: string): string {
  const files = [
    ...filesBelow(compiled).filter((path) => isModule(path) && !drawsPages(path)),
    ...filesBelow(datasets),
    join(root, "package-lock.json"),
  ];
  const contents = files.filter((path) => existsSync(path)).map((path) => digest(readFileSync(path)));
  return digest(JSON.stringify([process.versions.node.split(".")[0], ...contents]));
}

/** The key of a run of `notebook` by the kernel of this name. */
export function keyOf(notebook: Notebook, kernel: string, surroundings: string): string {
  const sources = codeCells(notebook).map(({ source }) => source);
  return digest(JSON.stringify([sources, kernel, surroundings]));
}

/** Keeps beside the executed notebook that its outputs are those of a run with this key. */
export function recordRun(executed: string, key: string): void {
  writeFileSync(recordOf(executed), line(key, readNotebook(executed)));
}

export function forgetRun(executed: string): void {
  rmSync(recordOf(executed), { force: true });
}

/** `notebook` with the outputs of its last run, if that run had this key. */
export function lastRun(notebook: Notebook, executed: string, key: string): Notebook | undefined {
  if (!existsSync(recordOf(executed))) return undefined;
  let run: Notebook;
  try {
    run = readNotebook(executed);
  } catch {
    // Whatever became of the file, another run writes it anew.
    return undefined;
  }
  if (readFileSync(recordOf(executed), "utf8") !== line(key, run)) return undefined;
  const outputs = codeCells(run).map((cell) => cell.outputs);
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: outputs.shift() ?? [] } : cell,
  );
  return { ...notebook, cells };
}

function recordOf(executed: string): string {
  return executed.replace(/\.ipynb$/, ".key");
}

function line(key: string, run: Notebook): string {
  return `${key} ${digest(JSON.stringify(codeCells(run).map(({ outputs }) => outputs)))}\n`;
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isModule(path: string): boolean {
  return /\.[jt]s$/.test(path) && !/\.(?:d|test)\.ts$/.test(path);
}

/** What makes pages shows outputs and makes none, so it is no reason to execute anything. */
const PAGE_MAKERS: readonly string[] = [join("notebook", "gallery"), "pages", "explorer"];

function drawsPages(path: string): boolean {
  return PAGE_MAKERS.some((folder) => relative(compiled, path).startsWith(folder + sep));
}

/** Notebook documents: nbformat 4, read with every multi-line string joined, written as Jupyter writes them. */
import { readFileSync } from "node:fs";
import { suggestion } from "../validate.js";
import { knownKernels } from "./kernelspec.js";
import type { MimeBundle, Output } from "./outputs.js";

type Json = Record<string, unknown>;

export interface CodeCell {
  cell_type: "code";
  id?: string;
  source: string;
  metadata: Json;
  outputs: Output[];
}

export interface TextCell {
  cell_type: "markdown" | "raw";
  id?: string;
  source: string;
  metadata: Json;
  /** File name → MIME bundle, shown by `attachment:name` in the source. */
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  cells: Cell[];
  metadata: Json;
  nbformat: 4;
  nbformat_minor: number;
}

export function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
}

/** Whether the run that gave the outputs stopped at an error. */
export function hasFailed(notebook: Notebook): boolean {
  return codeCells(notebook).some(({ outputs }) => outputs.some(({ output_type }) => output_type === "error"));
}

export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), path);
}

/** The notebook in `text`; each complaint is one line that names `path`. */
export function parseNotebook(text: string, path: string): Notebook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: a notebook must be JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(json)) throw new Error(`${path}: a notebook must be a JSON object`);
  if (json.nbformat !== 4) {
    throw new Error(`${path}: nbformat must be 4, got ${JSON.stringify(json.nbformat)}; Jupyter converts older ones`);
  }
  if (!Array.isArray(json.cells)) throw new Error(`${path}: cells must be a list`);
  const metadata = objectOf(json.metadata);
  const kernel = objectOf(metadata.kernelspec).name;
  if (typeof kernel !== "string" || !knownKernels.includes(kernel)) {
    const hint = typeof kernel === "string" ? suggestion(kernel, knownKernels) : `; known: ${knownKernels.join(", ")}`;
    throw new Error(`${path}: the kernel must be one that is known, got ${JSON.stringify(kernel) ?? "none"}${hint}`);
  }
  return {
    cells: json.cells.map((cell, i) => parseCell(cell, `${path}: cell ${i + 1}`)),
    metadata,
    nbformat: 4,
    nbformat_minor: typeof json.nbformat_minor === "number" ? json.nbformat_minor : 0,
  };
}

function parseCell(cell: unknown, where: string): Cell {
  if (!isObject(cell)) throw new Error(`${where} must be an object`);
  const common = {
    source: joined(cell.source, `${where}: source`),
    metadata: objectOf(cell.metadata),
    ...(typeof cell.id === "string" ? { id: cell.id } : {}),
  };
  switch (cell.cell_type) {
    case "code": {
      const outputs = cell.outputs ?? [];
      if (!Array.isArray(outputs)) throw new Error(`${where}: outputs must be a list`);
      return { cell_type: "code", ...common, outputs: outputs.map((output) => parseOutput(output, where)) };
    }
    case "markdown":
    case "raw": {
      const attachments = Object.entries(objectOf(cell.attachments)).map(([name, data]) => [name, joinBundle(data)]);
      const some = attachments.length > 0 ? { attachments: Object.fromEntries(attachments) } : {};
      return { cell_type: cell.cell_type, ...common, ...some };
    }
    default:
      throw new Error(
        `${where}: cell_type must be "code", "markdown" or "raw", got ${JSON.stringify(cell.cell_type) ?? "none"}`,
      );
  }
}

function parseOutput(output: unknown, where: string): Output {
  const o = objectOf(output);
  const display = { data: joinBundle(o.data), metadata: objectOf(o.metadata) };
  switch (o.output_type) {
    case "stream":
      return {
        output_type: "stream",
        name: o.name === "stderr" ? "stderr" : "stdout",
        text: joined(o.text, `${where}: an output's text`),
      };
    case "display_data":
      return { output_type: "display_data", ...display };
    case "execute_result":
      return { output_type: "execute_result", ...display, execution_count: null };
    case "error": {
      const traceback = Array.isArray(o.traceback) ? o.traceback.map(String) : [];
      return { output_type: "error", ename: `${o.ename}`, evalue: `${o.evalue}`, traceback };
    }
    default:
      throw new Error(
        `${where}: output_type must be one of nbformat 4, got ${JSON.stringify(o.output_type) ?? "none"}`,
      );
  }
}

function joinBundle(data: unknown): MimeBundle {
  const entries = Object.entries(objectOf(data)).map(([type, value]) => {
    const isLines = Array.isArray(value) && !isJsonType(type);
    return [type, isLines ? value.join("") : value];
  });
  return Object.fromEntries(entries);
}

/** MIME types whose data is JSON itself, where a list is a list and not lines of text. */
export function isJsonType(type: string): boolean {
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

function joined(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value.join("");
  throw new Error(`${what} must be text or a list of lines`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

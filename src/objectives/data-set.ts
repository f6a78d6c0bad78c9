import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Matrix, Vec } from "../math/vector.js";
import { requireOptions, shown, suggestion } from "../validate.js";
import { parseCsv } from "./csv.js";
import { parseLibsvm } from "./libsvm.js";

/** n labelled examples of d features: row i of `features` (n × d) has label labels[i]. */
export interface DataSet {
  readonly name: string;
  readonly features: Matrix;
  readonly labels: Vec;
  readonly featureNames: readonly string[];
}

/** How to read a file of examples. */
export interface ReadOptions {
  /** Default by extension: .csv is "csv"; .txt, .svm, .libsvm and no extension are "libsvm". */
  readonly format?: "csv" | "libsvm";
  /** The CSV column that holds the labels; default "label". */
  readonly label?: string;
  /** d of a LIBSVM file; default the highest index that occurs. */
  readonly features?: number;
  /** Default the file's name. */
  readonly name?: string;
}

/** The data sets that come with the package. */
export type BundledName = "breast-cancer" | "digits" | "a1a";

/** Their files; data/datasets/README.md tells where these come from. */
const BUNDLED: Readonly<Record<BundledName, { readonly file: string; readonly features?: number }>> = {
  "breast-cancer": { file: "breast-cancer.csv" },
  digits: { file: "digits.csv" },
  a1a: { file: "a1a.txt", features: 123 }, // of which the last four occur in no row
};

/**
 * A data set that comes with the package: "breast-cancer" (569 × 30, label 0 malignant, 1 benign), "digits" (1797 × 64,
 * label 0 to 9) or "a1a" (1605 × 123, label ±1). The file must have the SHA-256 recorded beside it.
 */
export function dataSet(name: BundledName): DataSet {
  const known = Object.keys(BUNDLED);
  if (!known.includes(name))
    throw new RangeError(`dataSet: unknown name ${shown(name)}${suggestion(String(name), known)}`);
  const { file, ...options } = BUNDLED[name];
  const folder = new URL("../../data/datasets/", import.meta.url); // the same two steps up from src/ and from dist/
  const checksums: Record<string, string> = JSON.parse(readFileSync(new URL("checksums.json", folder), "utf8"));
  const bytes = readFileSync(new URL(file, folder));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== checksums[file]) {
    throw new Error(`dataSet: ${file} must have SHA-256 ${checksums[file]}, got ${found}; the file was altered`);
  }
  return labelled(bytes.toString("utf8"), file, { ...options, name });
}

/** Reads labelled examples from a CSV file with a header or from a LIBSVM file. */
export function readDataSet(path: string, options: ReadOptions = {}): DataSet {
  requireOptions("readDataSet", options, ["format", "label", "features", "name"]);
  return labelled(readFileSync(path, "utf8"), basename(path), options);
}

function labelled(text: string, file: string, options: ReadOptions): DataSet {
  const name = options.name ?? file;
  if (formatOf(file, options.format) === "libsvm") {
    const { labels, features } = parseLibsvm(text, { ...options, name: file });
    return { name, features, labels, featureNames: Array.from({ length: features.columns }, (_, j) => `x${j + 1}`) };
  }
  const { columns, rows } = parseCsv(text, { name: file });
  const label = options.label ?? "label";
  const at = columns.indexOf(label);
  if (at < 0)
    throw new RangeError(`${file}: no column ${shown(label)} to take labels from${suggestion(label, columns)}`);
  if (columns.length === 1) throw new RangeError(`${file}: must hold at least one feature, got labels only`);
  const n = rows.rows;
  const d = columns.length - 1;
  const labels = Float64Array.from({ length: n }, (_, i) => rows.entries[i * (d + 1) + at]);
  const entries = rows.entries.filter((_, index) => index % (d + 1) !== at);
  return { name, features: { rows: n, columns: d, entries }, labels, featureNames: columns.toSpliced(at, 1) };
}

function formatOf(file: string, format: unknown): "csv" | "libsvm" {
  if (format === "csv" || format === "libsvm") return format;
  if (format !== undefined) throw new RangeError(`readDataSet: format must be "csv" or "libsvm", got ${shown(format)}`);
  const extension = extname(file).toLowerCase();
  if (extension === ".csv") return "csv";
  if (["", ".txt", ".svm", ".libsvm"].includes(extension)) return "libsvm";
  throw new RangeError(`readDataSet: format must be named for ${file}: ${shown(extension)} is neither CSV nor LIBSVM`);
}

/**
 * The same examples with every feature shifted to mean 0 and scaled to variance 1, the variance with divisor n. A
 * constant feature becomes 0.
 */
export function standardised(data: DataSet): DataSet {
  const { rows: n, columns: d, entries: from } = data.features;
  requireExamples("standardised", data);
  const entries = new Float64Array(n * d);
  for (let j = 0; j < d; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => from[i * d + j]);
    if (column.every((value) => value === column[0])) continue;
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    for (let i = 0; i < n; i++) entries[i * d + j] = (column[i] - mean) / deviation;
  }
  return { ...data, features: { rows: n, columns: d, entries } };
}

/** The same examples with a last feature "intercept" that is always 1. */
export function withIntercept(data: DataSet): DataSet {
  const { rows: n, columns: d, entries: from } = data.features;
  requireExamples("withIntercept", data);
  if (data.featureNames.includes("intercept")) throw new RangeError(`withIntercept: ${data.name} has an intercept`);
  const entries = new Float64Array(n * (d + 1)).fill(1);
  for (let i = 0; i < n; i++) entries.set(from.subarray(i * d, (i + 1) * d), i * (d + 1));
  return { ...data, features: { rows: n, columns: d + 1, entries }, featureNames: [...data.featureNames, "intercept"] };
}

/** The same examples with labels +1 where the label is `positive` (or passes it) and −1 elsewhere; both must occur. */
export function binary(data: DataSet, positive: number | ((label: number) => boolean)): DataSet {
  requireExamples("binary", data);
  if (typeof positive !== "number" && typeof positive !== "function") {
    throw new TypeError(`binary: positive must be a label or a test of labels, got ${shown(positive)}`);
  }
  const isPositive = typeof positive === "number" ? (label: number) => label === positive : positive;
  const labels = data.labels.map((label) => (isPositive(label) ? 1 : -1));
  if (!labels.includes(1) || !labels.includes(-1)) {
    const present = Array.from(new Set(data.labels));
    const side = labels[0] === 1 ? "positive" : "negative";
    throw new RangeError(
      `binary: both classes must occur, got only ${side} examples; the labels are ${shown(present)}`,
    );
  }
  return { ...data, labels };
}

function requireExamples(who: string, { name, features }: DataSet): void {
  const { rows: n, columns: d } = features;
  if (n === 0 || d === 0) throw new RangeError(`${who}: ${name} must hold examples and features, got ${n} × ${d}`);
}

import type { Matrix, Vec } from "../math/vector.js";
import { requireInteger, shown } from "../validate.js";
import { decimal } from "./csv.js";

/** Labelled rows: labels[i] belongs to row i of `features` (n × d). */
export interface LabelledRows {
  readonly labels: Vec;
  readonly features: Matrix;
}

/** How to read LIBSVM text. */
export interface LibsvmOptions {
  /** Opens every message, before the line number; default "LIBSVM". */
  readonly name?: string;
  /** d; default the highest index that occurs. A file may leave out the features that no row of it has. */
  readonly features?: number;
}

/** The most entries a dense matrix is given room for: 2²⁷, one gibibyte. */
const DENSE_LIMIT = 2 ** 27;

interface SparseRow {
  readonly line: number;
  readonly label: number;
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/**
 * Reads the sparse text of LIBSVM, one example a line: `label index:value index:value …`, indices from 1 and ascending,
 * absent features zero. A # opens a comment; blank lines are passed over.
 */
export function parseLibsvm(text: string, { name = "LIBSVM", features }: LibsvmOptions = {}): LabelledRows {
  if (features !== undefined) requireInteger(name, "features", features);
  const rows = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)
    .flatMap((line, i) => sparseRow(line, i + 1, name));
  if (rows.length === 0) throw new RangeError(`${name}: must hold labelled examples, got none`);
  const highest = rows.reduce((most, { indices }) => Math.max(most, indices.at(-1) ?? 0), 0);
  const d = features ?? highest;
  if (d === 0) throw new RangeError(`${name}: must hold at least one feature, got labels only`);
  if (highest > d) {
    const row = rows.find(({ indices }) => (indices.at(-1) ?? 0) > d);
    throw new RangeError(`${name}: line ${row?.line}: index must be at most ${d}, got ${row?.indices.at(-1)}`);
  }
  if (rows.length * d > DENSE_LIMIT) {
    throw new RangeError(`${name}: ${rows.length} × ${d} entries are more than a dense matrix holds (${DENSE_LIMIT})`);
  }
  const entries = new Float64Array(rows.length * d);
  rows.forEach(({ indices, values }, i) => {
    for (let j = 0; j < indices.length; j++) entries[i * d + indices[j] - 1] = values[j];
  });
  return {
    labels: Float64Array.from(rows, ({ label }) => label),
    features: { rows: rows.length, columns: d, entries },
  };
}

function sparseRow(text: string, line: number, name: string): SparseRow[] {
  const [first, ...pairs] = text.replace(/#.*/, "").trim().split(/\s+/);
  if (first === "") return [];
  const fail = (fault: string): never => {
    throw new RangeError(`${name}: line ${line}: ${fault}`);
  };
  const label = decimal(first);
  if (!Number.isFinite(label)) fail(`label must be a finite number, got ${shown(first)}`);
  const indices: number[] = [];
  const values: number[] = [];
  for (const pair of pairs) {
    const [, position, numeral] = /^([^:]*):([^:]*)$/.exec(pair) ?? fail(`expected index:value, got ${shown(pair)}`);
    const index = /^\d+$/.test(position) ? Number(position) : 0;
    if (!Number.isSafeInteger(index) || index < 1) fail(`index must be an integer ≥ 1, got ${shown(pair)}`);
    const previous = indices.at(-1) ?? 0;
    if (index === previous) fail(`index ${index} occurs twice`);
    if (index < previous) fail(`indices must ascend, got ${index} after ${previous}`);
    const value = decimal(numeral);
    if (!Number.isFinite(value)) fail(`value must be a finite number, got ${shown(pair)}`);
    indices.push(index);
    values.push(value);
  }
  return [{ line, label, indices, values }];
}

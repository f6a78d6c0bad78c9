/** A vector of coordinates, x ∈ ℝᵈ. */
export type Vec = Float64Array;

/** A matrix A ∈ ℝ^{rows × columns}; `entries` holds it row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly entries: Vec;
}

/** The matrix whose rows are given. */
export function matrix(rows: readonly (readonly number[])[]): Matrix {
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw new TypeError(`matrix: rows must be a list of lists of numbers, got ${String(rows)}`);
  }
  const columns = rows[0]?.length ?? 0;
  const entries = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new RangeError(`matrix: every row must have ${columns} entries, row ${i + 1} has ${row.length}`);
    }
    entries.set(row, i * columns);
  });
  return { rows: rows.length, columns, entries };
}

/** The diagonal matrix with the given diagonal. */
export function diagonal(values: Iterable<number>): Matrix {
  const d = Float64Array.from(values);
  const entries = new Float64Array(d.length * d.length);
  d.forEach((value, i) => {
    entries[i * d.length + i] = value;
  });
  return { rows: d.length, columns: d.length, entries };
}

/** uᵀv. */
export function dot(u: Vec, v: Vec): number {
  let s = 0;
  for (let i = 0; i < u.length; i++) s += u[i] * v[i];
  return s;
}

/** A v, written to `out`. */
export function multiply(A: Matrix, v: Vec, out: Vec): void {
  const { rows, columns, entries } = A;
  for (let i = 0; i < rows; i++) {
    let s = 0;
    for (let j = 0; j < columns; j++) s += entries[i * columns + j] * v[j];
    out[i] = s;
  }
}

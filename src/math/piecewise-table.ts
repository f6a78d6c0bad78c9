/** A function as polynomials on pieces of equal width. */
export interface PiecewiseTable {
  /** The centre of the first piece, a multiple of `width`. */
  readonly from: number;
  /** The width of a piece, a power of two. */
  readonly width: number;
  readonly rows: number;
  /** Odd. */
  readonly degree: number;
  /** coefficients[i (degree + 1) + k] is cₖ of row i. */
  readonly coefficients: Float64Array;
}

/** A function of one variable as a table: `tabulate` makes one. */
export interface Tabulated {
  /** The least x. */
  readonly from: number;
  /** 1/width. */
  readonly scale: number;
  /** f in u. */
  readonly pieces: PiecewiseTable;
  /** A bound of the error: a tenth above the largest on points between the nodes. */
  readonly error: number;
}

/** What is added to y so that the last bits of the sum are the row: 1.5·2⁵² ulps of size `width`, less `from`. */
export function rowShift({ from, width }: PiecewiseTable): number {
  return 1.5 * 2 ** 52 * width - from;
}

/**
 * f(y) for y within half a width of the centres, or NaN:
 *   i = round(y/width), t = y − i·width, |t| ≤ width/2                                        (1)
 *   f(y) = (c₀ + c₂ t² + c₄ t⁴ + …) + t (c₁ + c₃ t² + c₅ t⁴ + …), c of row i                  (2)
 */
export function piecewiseValue(table: PiecewiseTable, y: number): number {
  const { degree, coefficients, width, from } = table;
  const shift = rowShift(table);
  const centre = y + shift - shift;
  const t = y - centre;
  const t2 = t * t;
  const row = ((centre - from) / width) * (degree + 1);
  let even = coefficients[row + degree - 1];
  let odd = coefficients[row + degree];
  for (let k = degree - 3; k >= 0; k -= 2) {
    even = even * t2 + coefficients[row + k];
    odd = odd * t2 + coefficients[row + k + 1];
  }
  return t * odd + even;
}

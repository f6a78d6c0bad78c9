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

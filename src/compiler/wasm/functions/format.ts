import type { LaneType } from "../lanes.js";

/** A binary floating-point format as IEEE 754 lays it out. */
export interface Format {
  /** The lanes of the same size that hold integers. */
  readonly integers: "i64x2" | "i32x4";
  /** Bits after the leading one. */
  readonly mantissa: number;
  /** The least number that is not subnormal. */
  readonly leastNormal: number;
  /** The nearest number of the format. */
  readonly round: (x: number) => number;
}

export const FORMATS: Readonly<Record<LaneType, Format>> = {
  f64x2: { integers: "i64x2", mantissa: 52, leastNormal: 2 ** -1022, round: (x) => x },
  f32x4: { integers: "i32x4", mantissa: 23, leastNormal: 2 ** -126, round: Math.fround },
};

/** A sum with it is rounded to an integer, which is found in its last bits. */
export function roundingShift(type: LaneType): number {
  return 1.5 * 2 ** FORMATS[type].mantissa;
}

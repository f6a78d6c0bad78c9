import type { LaneType } from "../lanes.js";
import { LOG_2, ONE, over, parts, toDouble } from "./fixed-point.js";
import { FORMATS } from "./format.js";

/** log 2 in one format: products of the head with an integer exponent are exact. */
export interface LogTwo {
  readonly head: number;
  readonly tail: number;
  readonly inverse: number;
}

function logTwo(type: LaneType, bits: number): LogTwo {
  const { round } = FORMATS[type];
  const [head, tail] = parts(LOG_2, [bits]);
  return { head, tail: round(tail), inverse: round(toDouble(over(ONE, LOG_2))) };
}

/** Exponents have 11 and 8 bits; the heads leave room for them. */
export const LOG_TWO: Readonly<Record<LaneType, LogTwo>> = { f64x2: logTwo("f64x2", 42), f32x4: logTwo("f32x4", 15) };

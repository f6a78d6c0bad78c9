import { type Explanation, explanationOf } from "./explanation.js";
import { type Method, requireMethod } from "./method.js";

export type { Explanation } from "./explanation.js";

/** The update and the SDEs of a method as LaTeX, with the values of its parameters; `show(method)` shows it. */
export function explain(method: Method): Explanation {
  requireMethod("explain", method);
  return explanationOf(method);
}

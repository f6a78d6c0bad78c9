import { referenceExecutable } from "../compiler/reference.js";
import { SCALAR } from "../equations/shapes.js";
import { assign } from "../equations/straight-line.js";
import { display } from "../equations/symbols.js";
import type { Method } from "../methods/method.js";
import { shown } from "../validate.js";

/** Times at which a schedule is looked at, from 0 to the last. */
const TIMES = 64;

/**
 * Where a scheduled parameter leaves the values it may have before time T, in words: decays are in [0, 1], others finite, and
 * not below 0 but where each number will do. A learning rate may come to 0.
 */
export function scheduleFault({ name, schedules, domain }: Method, T: number): string | undefined {
  for (const [parameter, { value, factor }] of schedules) {
    const { scalars, evaluate } = referenceExecutable({
      lines: [assign("s", factor)],
      scope: new Map([
        ["t", SCALAR],
        ["s", SCALAR],
      ]),
      sizes: {},
      constants: new Map(),
      inputs: ["t"],
      outputs: ["s"],
    });
    const kind = domain(parameter);
    const [low, high] =
      kind === "real" ? [-Number.MAX_VALUE, Number.MAX_VALUE] : [0, kind === "decay" ? 1 : Number.MAX_VALUE];
    for (let i = 0; i <= TIMES; i++) {
      const t = (T * i) / TIMES;
      evaluate(t);
      const now = value * scalars[0];
      // a schedule that ends at a bound may miss it by rounding
      if (now >= low - 1e-12 && now <= high + 1e-12) continue;
      const range = kind === "real" ? "finite" : kind === "decay" ? "in [0, 1]" : "finite and at least 0";
      return `the schedule of ${display(parameter)} in ${name} must be ${range} until t = ${T}, got ${shown(now)} at t = ${t}`;
    }
  }
  return undefined;
}

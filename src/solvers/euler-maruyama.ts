/**
 * The Euler–Maruyama scheme,
 *   X ← X + b(X, t) dt + S(X, t) ΔW,  ΔW = √dt z,  z ~ N(0, I).                                        (1)
 *
 * All increments are taken at the state before the step, as Itô's integral asks.
 * Source: Maruyama 1955; orders: Kloeden & Platen 1992, Theorems 10.2.2 and 14.1.5. Standing: paper.
 */
import { call, name } from "../equations/expression.js";
import { assign } from "../equations/straight-line.js";
import { cite } from "../references.js";
import { brownianIncrements, type Solver } from "./solver.js";

/** Euler–Maruyama: strong order ½ (1 for additive noise), weak order 1; for every SDE. */
export const eulerMaruyama: Solver = {
  name: "Euler–Maruyama",
  strongOrder: 0.5,
  weakOrder: 1,
  source: cite("maruyama1955"),
  step: ({ where, increments, drivers, state }, { gradient, ranges }) => ({
    lines: [
      ...gradient,
      ...brownianIncrements(drivers),
      ...where,
      ...increments,
      ...state.map((variable) => assign(variable, call("add", name(variable), name(`d${variable}`)))), // (1)
    ],
    normals: ranges,
  }),
};

import { doubleWell } from "../objectives/double-well.js";
import { expression } from "../objectives/expression.js";
import type { Objective } from "../objectives/objective.js";
import { quadratic } from "../objectives/quadratic.js";
import { quartic } from "../objectives/quartic.js";
import { rosenbrock } from "../objectives/rosenbrock.js";
import { saddle } from "../objectives/saddle.js";
import { type Choice, choice } from "./choice.js";
import { listOf, numberOf, quantity, row } from "./quantity.js";

/** An objective, and where and for how long it is usually looked at. */
export interface ObjectiveChoice extends Choice<Objective> {
  readonly start: readonly number[];
  readonly horizon: number;
}

/** The objectives of the explorer, by the name they have in its address. */
export const objectiveChoices: Readonly<Record<string, ObjectiveChoice>> = {
  quadratic: {
    ...choice({
      title: "quadratic",
      name: "quadratic",
      call: quadratic,
      fields: [row("h", "h", [2, 1], [0, 5])],
      argument: (values) => listOf(values, "h"),
    }),
    start: [1.5, -1],
    horizon: 4,
  },
  doubleWell: {
    ...choice({
      title: "double well",
      name: "doubleWell",
      call: doubleWell,
      fields: [
        quantity("barrier", "Δ", 0.25, [0.02, 2], "logarithmic"),
        quantity("width", "a", 1, [0.2, 3]),
        row("across", "h₂", [1], [0.1, 5]),
      ],
      argument: (values) => ({
        barrier: numberOf(values, "barrier"),
        width: numberOf(values, "width"),
        across: listOf(values, "across"),
      }),
    }),
    start: [-0.2, 1],
    horizon: 10,
  },
  rosenbrock: {
    ...choice({
      title: "Rosenbrock's valley",
      name: "rosenbrock",
      call: rosenbrock,
      fields: [quantity("steepness", "b", 5, [0.5, 100], "logarithmic")],
      argument: (values) => ({ steepness: numberOf(values, "steepness") }),
    }),
    start: [-1, 1.5],
    horizon: 6,
  },
  saddle: {
    ...choice({
      title: "embedded saddle",
      name: "saddle",
      call: saddle,
      fields: [
        row("h", "h", [-1, 2], [-3, 3]),
        quantity("lambda", "λ", 1, [0.1, 5], "logarithmic"),
        quantity("xi", "ξ", 0.1, [-1, 1]),
      ],
      argument: (values) => ({
        h: listOf(values, "h"),
        lambda: numberOf(values, "lambda"),
        xi: numberOf(values, "xi"),
      }),
    }),
    start: [0.05, 1],
    horizon: 8,
  },
  quartic: {
    ...choice({
      title: "quartic",
      name: "quartic",
      call: quartic,
      fields: [quantity("dimension", "d", 2, [1, 10], "count")],
      argument: (values) => numberOf(values, "dimension"),
    }),
    start: [1.5, -1],
    horizon: 8,
  },
  expression: {
    ...choice({
      title: "your own formula",
      name: "expression",
      call: expression,
      fields: [{ kind: "text", name: "f", label: "f", usual: "x[1]^2 + x[2]^2/2 + 0.3*sin(3*x[1])*sin(3*x[2])" }],
      argument: (values) => values.f as string,
    }),
    start: [1.5, -1],
    horizon: 4,
  },
};

import { alphaStable } from "../noises/alpha-stable.js";
import { rademacher } from "../noises/discrete.js";
import { gaussian } from "../noises/gaussian.js";
import { laplace } from "../noises/laplace.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { uniformNoise } from "../noises/uniform.js";
import { type Choice, choice } from "./choice.js";
import { numberOf, quantity } from "./quantity.js";

const tail = quantity("nu", "ν", 3, [0.5, 30], "logarithmic");
const scale = quantity("scale", "s", 0.5, [0, 3]);

/** The noises of the explorer, by the name they have in its address. */
export const noiseChoices: Readonly<Record<string, Choice<Noise>>> = {
  gaussian: choice({
    title: "Gaussian",
    name: "gaussian",
    call: gaussian,
    fields: [quantity("sigma", "σ", 0.8, [0, 3])],
    argument: (values) => numberOf(values, "sigma"),
  }),
  studentT: choice({
    title: "Student-t",
    name: "studentT",
    call: studentT,
    fields: [tail, scale],
    argument: (values) => ({ nu: numberOf(values, "nu"), scale: numberOf(values, "scale") }),
  }),
  sharedStudentT: choice({
    title: "Student-t, multivariate",
    name: "studentT",
    call: studentT,
    fields: [tail, scale],
    argument: (values) => ({ nu: numberOf(values, "nu"), scale: numberOf(values, "scale"), shared: true }),
  }),
  laplace: choice({
    title: "Laplace",
    name: "laplace",
    call: laplace,
    fields: [quantity("b", "b", 0.5, [0, 3])],
    argument: (values) => numberOf(values, "b"),
  }),
  uniform: choice({
    title: "uniform",
    name: "uniformNoise",
    call: uniformNoise,
    fields: [quantity("a", "a", 1.4, [0, 5])],
    argument: (values) => numberOf(values, "a"),
  }),
  rademacher: choice({
    title: "Rademacher (±s)",
    name: "rademacher",
    call: rademacher,
    fields: [quantity("scale", "s", 0.8, [0, 3])],
    argument: (values) => numberOf(values, "scale"),
  }),
  alphaStable: choice({
    title: "α-stable",
    name: "alphaStable",
    call: alphaStable,
    fields: [quantity("alpha", "α", 1.5, [0.5, 2]), scale],
    argument: (values) => ({ alpha: numberOf(values, "alpha"), scale: numberOf(values, "scale") }),
  }),
};

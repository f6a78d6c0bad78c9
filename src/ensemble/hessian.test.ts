/** hessian(v) in an SDE against central differences of the gradient. */
import { describe, expect, it } from "vitest";
import { matrix, type Vec } from "../math/vector.js";
import { method } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { logisticRegression } from "../objectives/logistic-regression.js";
import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { saddle } from "../objectives/saddle.js";
import { sde } from "./chain.js";
import { sdeCoefficients } from "./coefficients.js";
import { dense } from "./samples.js";

const probe = (equation: string) =>
  method({
    name: "probe",
    source: "test",
    parameters: { eta: 0.1 },
    update: ["x = x - η*g"],
    sde: { equations: [equation], source: "test", standing: "derived" },
  })();

const examples = {
  name: "points",
  features: matrix(Array.from({ length: 12 }, (_, i) => [1 + 0.1 * i, Math.sin(i), Math.cos(2 * i)])),
  labels: Float64Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 1 : -1)),
  featureNames: ["a", "b", "c"],
};
const objectives = [
  dense.objective,
  saddle(),
  logisticRegression(examples, { lambda: 0.1 }),
  objective({
    name: "coupled",
    description: "a coupled quartic",
    dimension: 3,
    constants: { e: Float64Array.of(1, 0, 0) },
    value: ["f = sum(x^2)^2/4 + x[1]^2/2"],
    gradient: ["r = sum(x^2)/2", "r = r + r", "G = r*x + x[1]*e"],
  }),
];

describe("hessian(v)", () => {
  it.each(objectives.map((one) => [one.name, one] as const))(
    "is the derivative of the gradient along v: %s",
    (_, f) => {
      const x = Float64Array.from({ length: f.dimension }, (__, i) => 0.4 + 0.3 * i);
      const on = problem({ objective: f, noise: gaussian(1), start: [...x] });
      const drift = (equation: string, at: Vec): Vec => sdeCoefficients(sde(probe(equation), on), { x: at }).drift.x;
      // central differences: the error is h²/6 times the third derivative along (1, 2, …), at most 6·14·3 here
      const h = 1e-4;
      const moved = (sign: number): Vec =>
        drift(
          "dx = G*dt",
          x.map((value, i) => value + sign * h * (i + 1)),
        );
      const [ahead, behind] = [moved(1), moved(-1)];
      const product = drift(`dx = hessian((x - 0.1)/0.3)*dt`, x);
      product.forEach((value, i) => {
        expect(Math.abs(value - (ahead[i] - behind[i]) / (2 * h))).toBeLessThan(50 * h * h);
      });
    },
  );
});

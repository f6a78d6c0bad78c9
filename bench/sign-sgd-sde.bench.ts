/**
 * The reference executor against the loop one would write by hand, on the SDE of SignSGD: d = 10, h = 1, …, 10, σ = 1,
 * η = dt = 0.01, 50 paths × 200 steps, the loss recorded at the end. `npm run bench` prints the ratio of the two.
 */
import { bench, describe } from "vitest";
import { ensemble, erf, gaussian, problem, quadratic, sde, signSgd } from "../src/index.js";

const d = 10;
const h = Float64Array.from({ length: d }, (_, i) => i + 1);
const PATHS = 50;
const STEPS = 200;
const dt = 0.01;

function byHand(): number {
  let total = 0;
  const x = new Float64Array(d);
  for (let path = 0; path < PATHS; path++) {
    x.fill(1);
    for (let k = 0; k < STEPS; k++) {
      for (let i = 0; i < d; i++) {
        const e = erf((h[i] * x[i]) / Math.SQRT2);
        const z = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
        x[i] += -dt * e + dt * Math.sqrt(Math.max(0, 1 - e * e)) * z;
      }
    }
    for (let i = 0; i < d; i++) total += (h[i] * x[i] * x[i]) / 2;
  }
  return total / PATHS;
}

describe("SignSGD SDE", () => {
  const on = problem({ objective: quadratic(h), noise: gaussian(1), start: new Array(d).fill(1) });
  const chain = sde(signSgd({ eta: dt }), on, { substeps: 1 });
  bench("plain typed-array loop, Math.random", () => void byHand());
  bench("reference executor, counter-based noise", async () => {
    await ensemble(chain, { horizon: STEPS * dt, paths: PATHS, record: 1 });
  });
});

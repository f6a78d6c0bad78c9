/*
 * The engine as the benchmarks use it. Whatever its interface becomes, this file alone has to follow.
 */
import * as maruyama from "maruyama";
import { ADAM, CURVATURES, DENSE_D, denseHessian, ETA, SIGMA, STEPS } from "./workload.mjs";

/** @typedef {{ readonly chain: maruyama.Chain, readonly observables: readonly string[] }} Work */

/**
 * The SDE of AdamW as in (2) of workload.mjs: the registry's "paper" form, but started at k = 0 without a discrete
 * step.
 */
const adamWFromTheStart = maruyama.method({
  name: "AdamW from the start",
  source: "the workload of this benchmark",
  parameters: { eta: ETA, ...ADAM },
  memory: { m: "(1 - β1)*G", v: "(1 - β2)*(G^2 + σ^2)" },
  update: [
    "m = β1*m + (1 - β1)*g",
    "v = β2*v + (1 - β2)*g^2",
    "x = x - η*(m/(1 - β1^(k+1))/(sqrt(v/(1 - β2^(k+1))) + ε) + λ*x)",
  ],
  sde: {
    where: [
      "ρ1 = (1 - β1)/η",
      "ρ2 = (1 - β2)/η",
      "γ1 = 1 - exp(-ρ1*(t + η))",
      "γ2 = 1 - exp(-ρ2*(t + η))",
      "P = sqrt(v) + ε*sqrt(γ2)",
    ],
    equations: [
      "dx = -sqrt(γ2)/(γ1*P)*(m + η*ρ1*(G - m))*dt - λ*x*dt",
      "dm = ρ1*(G - m)*dt + sqrt(η)*ρ1*sqrt(Σ)*dW",
      "dv = ρ2*(G^2 + σ^2 - v)*dt",
    ],
    source: "the workload of this benchmark",
    standing: "recalled",
  },
});

/** W ← W + dW and nothing else, so that its time is the time of the normals. */
const randomWalk = maruyama.method({
  name: "random walk",
  source: "this benchmark",
  parameters: { eta: ETA },
  update: ["x = x - η*g"],
  sde: { equations: ["dx = sqrt(Σ)*dW"], source: "this benchmark", standing: "derived" },
});

const ones = (/** @type {number} */ d) => new Array(d).fill(1);
const noise = maruyama.gaussian(SIGMA);
const euler = { substeps: 1 };

/** @param {readonly number[]} h */
const diagonal = (h) => maruyama.problem({ objective: maruyama.quadratic(h), noise, start: ones(h.length) });
const dense = () => {
  const hessian = maruyama.matrix(denseHessian());
  return maruyama.problem({ objective: maruyama.quadratic(hessian), noise, start: ones(DENSE_D) });
};

/** Chain and observables of each workload. @type {Readonly<Record<import("./workload.mjs").Workload, () => Work>>} */
export const workloads = {
  W1: () => ({ chain: signSgdSde(CURVATURES), observables: squares }),
  W2: () => ({ chain: maruyama.sde(adamWFromTheStart(), diagonal(CURVATURES), euler), observables: squares }),
  W3: () => ({
    chain: maruyama.optimizer(maruyama.adamW({ eta: ETA, ...ADAM }), diagonal(CURVATURES)),
    observables: squares,
  }),
  W4: () => ({ chain: maruyama.sde(maruyama.sgd({ eta: ETA }), dense(), euler), observables: ["dot(x, x)"] }),
};

const squares = CURVATURES.map((_, i) => `x[${i + 1}]^2`);

/** The SDE of SignSGD on ½ Σ h x², one Euler step per η. @param {readonly number[]} h */
export function signSgdSde(h) {
  return maruyama.sde(maruyama.signSgd({ eta: ETA }), diagonal(h), euler);
}

/** A chain of d standard normals per step. @param {number} d */
export function normalsOnly(d) {
  return maruyama.sde(randomWalk(), diagonal(ones(d)), euler);
}

/** Every method of the registry as an optimizer and, where it has one, as its SDE, by name. */
export function everyChain() {
  const problem = diagonal(CURVATURES);
  return Object.entries(maruyama.methods).flatMap(([name, make]) => {
    const method = make();
    const optimizer = { name, kind: "update", chain: maruyama.optimizer(method, problem) };
    if (method.sdes.size === 0) return [optimizer];
    return [optimizer, { name, kind: "SDE", chain: maruyama.sde(method, problem, euler) }];
  });
}

/** Every run has a seed of its own, 1, 2, …: the engine keeps results, and one it has is not computed again. */
let runs = 0;

/**
 * Runs an ensemble and gives its means at the recorded steps, by observable. Only sums are kept, no values for
 * quantiles, as in the peers; the engine adds variances of its own accord.
 *
 * @param {Work} work
 * @param {{ paths: number, steps?: number, record?: number, threads?: number, precision?: "f64" | "f32" }} options
 *   steps: default 1000; record: default every step; threads, precision: the engine's own defaults
 */
export async function run({ chain, observables }, options) {
  const { paths, steps = STEPS, record = steps, threads, precision } = options;
  runs++;
  const result = await maruyama.ensemble(chain, {
    paths,
    horizon: steps * chain.eta,
    seed: runs,
    observables,
    record,
    quantiles: "none",
    ...(threads !== undefined && { threads }),
    ...(precision !== undefined && { precision }),
  });
  return observables.map((observable) => result.series(observable).mean);
}

/*
 * What the JavaScript programs share: the constants of the workloads, the command line, the clock and the line of JSON.
 *
 *   node program.mjs WORKLOAD PRECISION THREADS PATHS RUNS        e.g.  node bench/ours.mjs W1 f64 2 10000 3
 *
 * W1  SDE of SignSGD   e = erf(h x/(σ√2)):  x += −e dt + √(η dt) √(1 − e²) Z                                 (1)
 * W2  SDE of AdamW     t = (k+1) dt, γᵢ = 1 − exp(−ρᵢ t), g = h x:
 *                      x += −√γ₂/γ₁ (m + ηρ₁(g − m))/(√v + ε√γ₂) dt − λx dt                                  (2)
 *                      m += ρ₁(g − m) dt + √(η dt) ρ₁σ Z,   v += ρ₂(g² + σ² − v) dt
 * W3  AdamW            g = h x + σZ, m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g²,
 *                      x −= η( m/(1 − β₁^{k+1}) / (√(v/(1 − β₂^{k+1})) + ε) + λx )                           (3)
 * W4  dense quadratic  x += −Hx dt + √(η dt) σ Z,  H = QΛQ,  Λ = diag(0.1, 0.2, …, 10),
 *                      Q = I − 2uuᵀ/|u|², u = (1, …, 100)                                                    (4)
 *
 * W1–W3: d = 10, h = 1, …, 10. All: x₀ = 1, η = dt = 0.01, σ = 1, 1000 steps. After every step each program records
 * Σ x² over paths, by coordinate in W1–W3, over all coordinates in W4; `checks` are its means after steps 100 and 1000.
 */

/** @typedef {"W1" | "W2" | "W3" | "W4"} Workload */
/** @typedef {{ workload: Workload, precision: "f64" | "f32", threads: number, paths: number, runs: number }} Request */
/** @typedef {readonly (readonly number[])[]} Checks second moments after steps 100 and 1000; none where not recorded */

export const STEPS = 1000;
export const CHECKED_STEPS = /** @type {const} */ ([100, STEPS]);
export const D = 10;
export const DENSE_D = 100;
export const ETA = 0.01;
export const SIGMA = 1;
/** The parameters of (2) and (3); ρ₁ = (1 − β₁)/η = 10 and ρ₂ = (1 − β₂)/η = 0.1. */
export const ADAM = { beta1: 0.9, beta2: 0.999, eps: 1e-8, lambda: 0.1 };
/** h of W1–W3. */
export const CURVATURES = Array.from({ length: D }, (_, i) => i + 1);
/** Λ of W4. */
export const EIGENVALUES = Array.from({ length: DENSE_D }, (_, i) => (i + 1) / 10);
/** u of W4. */
export const REFLECTED = Array.from({ length: DENSE_D }, (_, i) => i + 1);

/** Paths of the full workload. @type {Readonly<Record<Workload, number>>} */
export const PATHS = { W1: 10_000, W2: 10_000, W3: 10_000, W4: 1000 };
/** Paths of a quick look. @type {Readonly<Record<Workload, number>>} */
export const QUICK_PATHS = { W1: 1024, W2: 1024, W3: 1024, W4: 128 };

/** What is computed, for the reader of a table. @type {Readonly<Record<Workload, string>>} */
export const TITLES = { W1: "SignSGD SDE", W2: "AdamW SDE", W3: "AdamW, discrete", W4: "dense quadratic" };

/** H of (4), row by row. */
export function denseHessian() {
  const norm = REFLECTED.reduce((sum, u) => sum + u * u, 0);
  const curvature = REFLECTED.reduce((sum, u, i) => sum + EIGENVALUES[i] * u * u, 0);
  return REFLECTED.map((ui, i) =>
    REFLECTED.map((uj, j) => {
      const mixed = (-2 * ui * uj * (EIGENVALUES[i] + EIGENVALUES[j])) / norm;
      return (i === j ? EIGENVALUES[i] : 0) + mixed + (4 * ui * uj * curvature) / norm ** 2;
    }),
  );
}

/** The words of the command line, checked. @returns {Request} */
export function requestOf(words = process.argv.slice(2)) {
  const [workload, precision, ...numbers] = words;
  const [threads, paths, runs] = numbers.map(Number);
  if (!(workload in TITLES) || !["f64", "f32"].includes(precision) || !(runs >= 1)) {
    console.error("usage: node program.mjs W1|W2|W3|W4 f64|f32 THREADS PATHS RUNS");
    process.exit(2);
  }
  const checked = { workload: /** @type {Workload} */ (workload), precision: /** @type {"f64" | "f32"} */ (precision) };
  return { ...checked, threads, paths, runs };
}

/**
 * Warms up, then times `runs` runs and prints a line for each.
 *
 * @param {string} program
 * @param {Request} request
 * @param {(paths: number) => Checks | Promise<Checks>} simulate runs all the steps on that many paths
 */
export async function timeRuns(program, request, simulate) {
  const { workload, precision, threads, paths, runs } = request;
  await simulate(Math.ceil(paths / 20));
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const checks = await simulate(paths);
    const milliseconds = Number((performance.now() - start).toFixed(3));
    console.log(JSON.stringify({ program, workload, precision, threads, paths, milliseconds, checks }));
  }
}

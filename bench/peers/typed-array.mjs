/*
 * The workloads as a tuned loop over typed arrays: one thread, blocks of paths that stay in the cache, a ziggurat for
 * the normals, a table of Taylor polynomials for erf (error below 2e-12).
 *
 * A sixth word scales the noise: with 1.1 the moments are wrong on purpose, and the comparison of moments must say so.
 */
import { erf } from "maruyama";
import { ADAM, CHECKED_STEPS, D, DENSE_D, denseHessian, ETA, requestOf, SIGMA, STEPS, timeRuns } from "../workload.mjs";
import { normalsOf } from "./ziggurat.mjs";

const BLOCK = 64;
const RHO1 = (1 - ADAM.beta1) / ETA;
const RHO2 = (1 - ADAM.beta2) / ETA;
const NOISE_SCALE = Number(process.argv[7] ?? 1);

const z = new Float64Array(BLOCK);
const rows = () => Array.from({ length: D }, () => new Float64Array(BLOCK));
const scale = NOISE_SCALE * Math.sqrt(ETA * ETA);

const PIECES_PER_UNIT = 32;
const LAST = 6; // 1 − erf(6) = 2e-17
const pieces = Float64Array.from({ length: LAST * PIECES_PER_UNIT }, (_, piece) => (piece + 0.5) / PIECES_PER_UNIT);
const table = Float64Array.from([...pieces].flatMap(erfSeries));

/** Taylor coefficients of erf at c, degree 5: its derivative g has g′ = −2(c + t)g. @param {number} c */
function erfSeries(c) {
  const g = [0, (2 / Math.sqrt(Math.PI)) * Math.exp(-c * c)];
  for (let n = 0; n < 4; n++) g.push((-2 * (c * g[n + 1] + g[n])) / (n + 1));
  return [erf(c), ...g.slice(1).map((value, n) => value / (n + 1))];
}

/** @param {number} x */
function tabulatedErf(x) {
  const a = Math.abs(x);
  if (a >= LAST) return Math.sign(x);
  const piece = (a * PIECES_PER_UNIT) | 0;
  const t = a - pieces[piece];
  const c = 6 * piece;
  const value =
    table[c] + t * (table[c + 1] + t * (table[c + 2] + t * (table[c + 3] + t * (table[c + 4] + t * table[c + 5]))));
  return x < 0 ? -value : value;
}

/** @typedef {(paths: number, normals: ReturnType<typeof normalsOf>, sums: Float64Array) => void} Simulation */

/** @type {Simulation} */
function signSgdSde(paths, normals, sums) {
  const x = rows();
  for (const row of x) row.fill(1);
  for (let k = 0; k < STEPS; k++) {
    for (let i = 0; i < D; i++) {
      const row = x[i];
      const slope = (i + 1) / (SIGMA * Math.SQRT2);
      let sum = 0;
      normals(z, paths);
      for (let p = 0; p < paths; p++) {
        const e = tabulatedErf(slope * row[p]);
        const next = row[p] - ETA * e + scale * Math.sqrt(Math.max(0, 1 - e * e)) * z[p]; // (1)
        row[p] = next;
        sum += next * next;
      }
      sums[k * D + i] += sum;
    }
  }
}

/** @type {Simulation} */
function adamWSde(paths, normals, sums) {
  const [x, m, v] = [rows(), rows(), rows()];
  for (let i = 0; i < D; i++) {
    x[i].fill(1);
    m[i].fill(RHO1 * ETA * (i + 1));
    v[i].fill(RHO2 * ETA * ((i + 1) ** 2 + SIGMA ** 2));
  }
  const { lambda } = ADAM;
  for (let k = 0; k < STEPS; k++) {
    const t = (k + 1) * ETA;
    const root = Math.sqrt(1 - Math.exp(-RHO2 * t));
    const speed = (ETA * root) / (1 - Math.exp(-RHO1 * t));
    const eps = ADAM.eps * root;
    for (let i = 0; i < D; i++) {
      const [xs, ms, vs] = [x[i], m[i], v[i]];
      const h = i + 1;
      let sum = 0;
      normals(z, paths);
      for (let p = 0; p < paths; p++) {
        const g = h * xs[p];
        const gap = g - ms[p];
        const step = (speed * (ms[p] + ETA * RHO1 * gap)) / (Math.sqrt(vs[p]) + eps) + ETA * lambda * xs[p];
        const next = xs[p] - step; // (2)
        ms[p] += RHO1 * ETA * gap + scale * RHO1 * SIGMA * z[p];
        vs[p] += RHO2 * ETA * (g * g + SIGMA * SIGMA - vs[p]);
        xs[p] = next;
        sum += next * next;
      }
      sums[k * D + i] += sum;
    }
  }
}

/** @type {Simulation} */
function adamW(paths, normals, sums) {
  const [x, m, v] = [rows(), rows(), rows()];
  for (const row of x) row.fill(1);
  const { beta1, beta2, eps, lambda } = ADAM;
  for (let k = 0; k < STEPS; k++) {
    const correction1 = 1 / (1 - beta1 ** (k + 1));
    const correction2 = 1 / (1 - beta2 ** (k + 1));
    for (let i = 0; i < D; i++) {
      const [xs, ms, vs] = [x[i], m[i], v[i]];
      const h = i + 1;
      let sum = 0;
      normals(z, paths);
      for (let p = 0; p < paths; p++) {
        const g = h * xs[p] + NOISE_SCALE * SIGMA * z[p];
        const first = beta1 * ms[p] + (1 - beta1) * g;
        const second = beta2 * vs[p] + (1 - beta2) * g * g;
        const step = (first * correction1) / (Math.sqrt(second * correction2) + eps) + lambda * xs[p];
        const next = xs[p] - ETA * step; // (3)
        ms[p] = first;
        vs[p] = second;
        xs[p] = next;
        sum += next * next;
      }
      sums[k * D + i] += sum;
    }
  }
}

const hessian = Float64Array.from(denseHessian().flat());

/**
 * drift = H x for two paths that begin at a and b, by tiles of 4 × 2 sums that stay in registers.
 *
 * @type {(x: Float64Array, drift: Float64Array, a: number, b: number) => void}
 */
function twoDrifts(x, drift, a, b) {
  const h = hessian;
  const d = DENSE_D; // an imported binding is read from its cell at every use
  for (let i = 0; i < d; i += 4) {
    const r0 = i * d;
    const r1 = r0 + d;
    const r2 = r1 + d;
    const r3 = r2 + d;
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    for (let j = 0; j < d; j++) {
      const xa = x[a + j];
      const xb = x[b + j];
      const h0 = h[r0 + j];
      const h1 = h[r1 + j];
      const h2 = h[r2 + j];
      const h3 = h[r3 + j];
      a0 += h0 * xa;
      a1 += h1 * xa;
      a2 += h2 * xa;
      a3 += h3 * xa;
      b0 += h0 * xb;
      b1 += h1 * xb;
      b2 += h2 * xb;
      b3 += h3 * xb;
    }
    drift[a + i] = a0;
    drift[a + i + 1] = a1;
    drift[a + i + 2] = a2;
    drift[a + i + 3] = a3;
    drift[b + i] = b0;
    drift[b + i + 1] = b1;
    drift[b + i + 2] = b2;
    drift[b + i + 3] = b3;
  }
}

/**
 * Path by path, not row by row; with an odd number of paths the last pair has one that is not counted.
 *
 * @type {Simulation}
 */
function denseQuadratic(paths, normals, sums) {
  const x = new Float64Array(BLOCK * DENSE_D).fill(1);
  const drift = new Float64Array(BLOCK * DENSE_D);
  const noise = new Float64Array(BLOCK * DENSE_D);
  const count = paths * DENSE_D;
  for (let k = 0; k < STEPS; k++) {
    for (let a = 0; a < count; a += 2 * DENSE_D) twoDrifts(x, drift, a, a + DENSE_D);
    normals(noise, count);
    let sum = 0;
    for (let q = 0; q < count; q++) {
      const next = x[q] - ETA * drift[q] + scale * SIGMA * noise[q]; // (4)
      x[q] = next;
      sum += next * next;
    }
    sums[k] += sum;
  }
}

const request = requestOf(process.argv.slice(2, 7));
/** @type {Readonly<Record<string, readonly [number, Simulation]>>} */
const simulations = {
  W1: [D, signSgdSde],
  W2: [D, adamWSde],
  W3: [D, adamW],
  W4: [1, denseQuadratic],
};
const [width, simulation] = simulations[request.workload];

await timeRuns("typed-array", request, (paths) => {
  const normals = normalsOf(1);
  const sums = new Float64Array(STEPS * width);
  for (let first = 0; first < paths; first += BLOCK) simulation(Math.min(BLOCK, paths - first), normals, sums);
  return CHECKED_STEPS.map((k) => Array.from(sums.subarray((k - 1) * width, k * width), (sum) => sum / paths));
});

/*
 * The programs that are compared: how each is started, what it can do, and how many times as long as ours it should
 * take.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const PYTHON = path(".peers/python/bin/python");
const SETUP = "bench/peers/setup";

/** @typedef {import("./workload.mjs").Workload} Workload */

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} title
 * @property {string} noise what draws the normals
 * @property {readonly Workload[]} workloads
 * @property {readonly string[]} precisions
 * @property {boolean} parallel whether it can use more than one thread
 * @property {(precision: string) => readonly string[]} command
 * @property {readonly string[]} [extra] words after the usual ones
 * @property {number} [runs] timed runs per process, where they take too long for the usual number
 * @property {boolean} [once] so slow that one process must do
 * @property {string} needs a file without which it cannot run
 * @property {Readonly<Partial<Record<Workload, number>>>} bar the least ratio peer/ours, by workload
 */

/** @type {readonly Workload[]} */
const ALL = ["W1", "W2", "W3", "W4"];
/** @type {readonly Workload[]} */
const SDES = ["W1", "W2", "W4"];
const BOTH = ["f64", "f32"];

/**
 * @param {string} name
 *
 * @param {string} file @param {Partial<Program> & Pick<Program, "title" | "noise" | "bar">} rest
 */
function python(name, file, rest) {
  const script = path(`peers/${file}`);
  const usual = { workloads: ALL, precisions: BOTH, parallel: true, runs: 1, needs: PYTHON };
  return { name, ...usual, command: () => [PYTHON, "-B", script], ...rest };
}

/** @param {string} name @param {Partial<Program> & Pick<Program, "title" | "noise" | "bar">} rest */
function binary(name, rest) {
  const file = (/** @type {string} */ precision) => path(`.peers/bin/${name}-${precision}`);
  const usual = { workloads: ALL, precisions: BOTH, parallel: true, needs: file("f64") };
  return { name, ...usual, command: (/** @type {string} */ precision) => [file(precision)], ...rest };
}

const HAND_NOISE = "xoshiro128+ in every lane, Box–Muller in f32";

/** @type {Program} */
export const ours = {
  name: "maruyama",
  title: "Maruyama",
  noise: "the engine's own, counter-based",
  workloads: ALL,
  precisions: BOTH,
  parallel: true,
  needs: path("../dist/index.js"),
  command: () => [process.execPath, path("ours.mjs")],
  bar: {},
};

/** @type {readonly Program[]} */
export const peers = [
  python("torchsde", "torchsde_euler.py", {
    title: "torchsde, Euler, recorded",
    noise: "BrownianInterval over torch's mt19937",
    workloads: SDES,
    once: true,
    bar: { W1: 75, W2: 320, W4: 50 },
  }),
  python("torchsde-final", "torchsde_euler.py", {
    title: "torchsde, Euler, last state only",
    noise: "BrownianInterval over torch's mt19937",
    workloads: SDES,
    once: true,
    extra: ["final"],
    bar: { W1: 75, W2: 320, W4: 50 },
  }),
  python("torch", "torch_eager.py", {
    title: "PyTorch eager, in place",
    noise: "torch's mt19937",
    bar: { W1: 12, W2: 14, W3: 15, W4: 12.5 },
  }),
  python("numpy", "numpy_loop.py", {
    title: "NumPy, in place",
    noise: "SFC64, ziggurat",
    bar: { W1: 8, W2: 7.5, W3: 8, W4: 2.3 },
  }),
  python("numba", "numba_loop.py", {
    title: "Numba, prange",
    noise: "mt19937 as Numba implements it",
    bar: { W1: 5.5, W2: 5.5, W3: 8, W4: 2 },
  }),
  python("jax", "jax_scan.py", {
    title: "JAX, jitted scan",
    noise: "Threefry (of its generators the fastest here), inverse of erf",
    bar: { W1: 3, W2: 3, W3: 3, W4: 1 },
  }),
  python("diffrax", "diffrax_euler.py", {
    title: "diffrax, Euler",
    noise: "UnsafeBrownianPath over Threefry",
    workloads: SDES,
    bar: { W1: 10, W2: 10, W4: 1 },
  }),
  {
    name: "typed-array",
    title: "tuned typed-array loop, one thread",
    noise: "xoshiro128++, ziggurat",
    workloads: ALL,
    precisions: ["f64"],
    parallel: false,
    needs: path("peers/typed-array.mjs"),
    command: () => [process.execPath, path("peers/typed-array.mjs")],
    bar: { W1: 8, W2: 8, W3: 8, W4: 10.5 },
  },
  {
    ...binary("standard", {
      title: "C++, OpenMP, std::normal_distribution",
      noise: "mt19937_64, polar",
      bar: { W1: 4, W2: 5, W3: 5 },
    }),
    needs: path(".peers/bin/standard"),
    command: () => [path(".peers/bin/standard")],
  },
  binary("simd128", {
    title: "C by hand, 128-bit SIMD",
    noise: HAND_NOISE,
    bar: { W1: 1, W2: 1, W3: 1, W4: 1 },
  }),
  binary("simd256", { title: "C by hand, AVX2 and FMA", noise: HAND_NOISE, bar: {} }),
  binary("simd512", {
    title: "C by hand, AVX-512",
    noise: HAND_NOISE,
    bar: { W1: 0.4, W2: 0.31, W3: 0.31, W4: 0.27 },
  }),
];

/** Why a program cannot run here, or nothing. @param {Program} program */
export function missing({ name, needs }) {
  if (existsSync(needs)) return undefined;
  if (name === ours.name) return `${name}: skipped, not built: npm run build`;
  return `${name}: skipped, ${SETUP} installs and compiles the peers; it leaves out what this machine cannot run`;
}

/*
 * The machine and the versions a measurement was made with.
 */
import { existsSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { output } from "./measure.mjs";

const PYTHON = fileURLToPath(new URL(".peers/python/bin/python", import.meta.url));
const PACKAGES = ["numpy", "scipy", "numba", "torch", "torchsde", "jax", "diffrax"];
const VERSIONS = `import sys, importlib.metadata as m
print("Python", sys.version.split()[0], *[f"{p} {m.version(p)}" for p in sys.argv[1:]], sep=", ")`;

/** A load average above this means that others use the machine. */
const QUIET_LOAD = 0.3;

/** Lines that describe the machine. @returns {Promise<string[]>} */
export async function machine() {
  const [first] = cpus();
  const threads = availableParallelism();
  const lines = [
    `${first.model.trim()}, ${threads} threads, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${platform()} ${release()}`,
    `Node ${process.versions.node}, V8 ${process.versions.v8}`,
  ];
  const compiler = await output(["g++", "--version"]);
  if (compiler.status === 0) lines.push(compiler.stdout.split("\n")[0]);
  if (existsSync(PYTHON)) {
    const { status, stdout } = await output([PYTHON, "-c", VERSIONS, ...PACKAGES]);
    if (status === 0) lines.push(stdout.trim());
  }
  return lines;
}

/** A warning where others use the machine, or nothing. */
export function loadWarning() {
  const [load] = loadavg();
  const threads = availableParallelism();
  if (load < QUIET_LOAD * threads) return undefined;
  return `load average ${load.toFixed(1)} on ${threads} threads: others use this machine, times are upper bounds`;
}

/*
 * Brings node_modules in step with package-lock.json, and does nothing where it is. Runs before the npm scripts, so it
 * has no dependencies. What `npm ci --omit=optional` leaves out stays out, except the binaries for this platform, which
 * the compiler and the test runner cannot do without.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const OLDEST = [20, 19];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  fail(`maruyama needs Node ${OLDEST.join(".")} or newer, this is ${process.version}`);
}

const wanted = packages("package-lock.json");
if (wanted === undefined) fail("package-lock.json is missing: clone the repository again");
if (isStale(packages("node_modules/.package-lock.json"))) npm("ci");
const missing = missingBinaries(packages("node_modules/.package-lock.json"));
if (missing.length > 0) npm("install", "--no-save", "--save-prod", "--omit=optional", ...missing);

function packages(file) {
  try {
    return JSON.parse(readFileSync(`${root}/${file}`, "utf8")).packages;
  } catch {
    return undefined;
  }
}

function isStale(installed) {
  if (installed === undefined) return true;
  return Object.entries(wanted).some(([path, { version, optional, devOptional, link, peer }]) => {
    if (path === "" || link) return false;
    const found = installed[path];
    return found === undefined ? !(optional || devOptional || peer) : found.version !== version;
  });
}

function missingBinaries(installed) {
  const suits = (list, value) => list === undefined || list.includes(value);
  const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  return Object.entries(wanted)
    .filter(([, entry]) => entry.optional && (entry.os || entry.cpu))
    .filter(([, { os, cpu }]) => suits(os, process.platform) && suits(cpu, process.arch))
    .filter(([, entry]) => process.platform !== "linux" || suits(entry.libc, libc))
    .filter(([path]) => installed?.[path] === undefined)
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`);
}

function npm(...words) {
  console.log(`node_modules is not in step with package-lock.json: npm ${words.join(" ")}`);
  const options = { cwd: root, stdio: "inherit", shell: process.platform === "win32" };
  const { status } = spawnSync("npm", [...words, "--no-audit", "--no-fund"], options);
  if (status !== 0) fail(`npm ${words[0]} failed: the npm registry must be reachable, see the lines above`);
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

/*
 * npm run add:tfjs: adds @tensorflow/tfjs-node to node_modules, leaving package.json and the lock file alone. Its native
 * library comes from a host of its own, not from the npm registry; where that cannot be reached the package is taken out
 * again and one line says so. npm ci takes it out too.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NAME = "@tensorflow/tfjs-node";
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = fileURLToPath(new URL(`../node_modules/${NAME}`, import.meta.url));
const polyfill = "require('util').isNullOrUndefined ??= (value) => value == null";

// as an optional peer npm would pass it over; --save-prod makes npm place it, --no-save keeps that out of package.json
const added = npm("install", "--no-save", "--save-prod", "--ignore-scripts", "--no-audit", "--no-fund", `${NAME}@4.22.0`);
if (added.status !== 0 || !existsSync(folder)) {
  end(1, `add:tfjs: npm could not fetch ${NAME} from the registry: ${lastLine(added)}`);
}
const fetched = run(process.execPath, ["scripts/install.js"], folder);
const loaded = run(process.execPath, ["-e", `${polyfill}; require('${NAME}')`], root);
if (loaded.status === 0) end(0, `add:tfjs: ${NAME} 4.22.0 is in node_modules and loads`);
npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"); // back to what the lock file says
end(1, `add:tfjs: the native library of ${NAME} could not be fetched or loaded, nothing was added: ${lastLine(fetched)}`);

function npm(...options) {
  const script = process.env.npm_execpath;
  return script === undefined ? run("npm", options, root) : run(process.execPath, [script, ...options], root);
}

function run(command, options, cwd) {
  const shell = command === "npm" && process.platform === "win32";
  return spawnSync(command, options, { cwd, encoding: "utf8", shell, timeout: 600_000 });
}

function lastLine({ error, stderr, stdout }) {
  const lines = `${stdout ?? ""}\n${stderr ?? ""}`.split("\n").map((line) => line.trim());
  return error?.message ?? lines.find((line) => /^(npm error|Error:)/.test(line)) ?? lines.filter(Boolean).at(-1);
}

function end(status, line) {
  console.log(line);
  process.exit(status);
}

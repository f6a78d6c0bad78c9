/** What Jupyter is told of a kernel, and where it looks for it. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export interface KernelSpec {
  /** The folder Jupyter finds it under, and the `kernelspec.name` of its notebooks. */
  readonly name: string;
  readonly displayName: string;
  readonly language: string;
  /** The command; `{connection_file}` stands for the connection file's path. */
  readonly argv: readonly string[];
  /** How Jupyter asks for a stop. Default: by a signal. */
  readonly interruptMode?: "message";
}

/** The kernels whose notebooks are read. */
export const knownKernels: readonly string[] = ["tslab", "maruyama"];

/** Stock tslab by absolute paths, so that it starts whatever the PATH and the folder. */
export function tslabKernel(): KernelSpec {
  const program = join(dirname(createRequire(import.meta.url).resolve("tslab/package.json")), "bin", "tslab");
  return {
    name: "tslab",
    displayName: "TypeScript",
    language: "typescript",
    argv: [process.execPath, program, "kernel", "--config-path", "{connection_file}"],
  };
}

/** Our own, likewise; Stop is a message to it, which also reaches it on Windows and while a loop runs. */
export function maruyamaKernel(): KernelSpec {
  const root = dirname(createRequire(import.meta.url).resolve("maruyama/package.json"));
  const program = join(root, "dist", "cli.js");
  // A loop that is stopped in a timer leaves Node's record of callbacks unfinished, for which Node would end the program.
  const options = ["--disable-warning=ExperimentalWarning", "--no-force-async-hooks-checks"];
  return {
    name: "maruyama",
    displayName: "TypeScript (Maruyama)",
    language: "typescript",
    argv: [process.execPath, ...options, program, "kernel", "{connection_file}"],
    interruptMode: "message",
  };
}

/** Writes `spec` where a Jupyter with data folder `dataFolder` finds it; returns the file written. */
export function writeKernelspec(dataFolder: string, spec: KernelSpec = maruyamaKernel()): string {
  const folder = join(dataFolder, "kernels", spec.name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "kernel.json");
  const { argv, displayName, language, interruptMode } = spec;
  const mode = interruptMode === undefined ? {} : { interrupt_mode: interruptMode };
  const kernel = { argv, display_name: displayName, language, ...mode };
  writeFileSync(file, `${JSON.stringify(kernel, null, 2)}\n`);
  return file;
}

export interface Environment {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

function here(): Environment {
  return { platform: process.platform, home: homedir(), variables: process.env };
}

/** The user's data folder, found as jupyter_core finds it. */
export function userDataFolder({ platform, home, variables }: Environment = here()): string {
  if (variables.JUPYTER_DATA_DIR) return variables.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(variables.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(variables.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

export function prefixDataFolder(prefix: string): string {
  return join(prefix, "share", "jupyter");
}

/** The data folder of the active Python environment, what Jupyter calls sys-prefix. */
export function environmentDataFolder({ variables }: Environment = here()): string {
  const prefix = variables.VIRTUAL_ENV ?? variables.CONDA_PREFIX;
  if (prefix === undefined || !existsSync(prefix)) {
    throw new Error(
      "kernelspec: --sys-prefix must be used in an active Python environment (VIRTUAL_ENV or CONDA_PREFIX), got none; --prefix DIR names one",
    );
  }
  return prefixDataFolder(prefix);
}

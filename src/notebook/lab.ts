/** Opens the notebooks in the Jupyter that is installed. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** In order of preference. */
const programs: readonly string[] = ["jupyter-lab", "jupyter-notebook"];

/** The path of the first Jupyter: on the PATH, else in a virtual environment of the project, .venv or venv. */
export function findJupyter(
  root: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const path = (variables.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const scripts = process.platform === "win32" ? "Scripts" : "bin";
  const folders = [...path, join(root, ".venv", scripts), join(root, "venv", scripts)];
  const endings = process.platform === "win32" ? (variables.PATHEXT ?? ".EXE;.CMD").split(";") : [""];
  for (const program of programs) {
    for (const folder of folders) {
      const found = endings.map((ending) => join(folder, program + ending)).find(isExecutable);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Runs Jupyter on `notebook` until the reader ends it; resolves with its exit status. */
export function openLab(jupyter: string, notebook: string, cwd: string): Promise<number> {
  // Ctrl-C is Jupyter's, which asks whether it is meant.
  process.removeAllListeners("SIGINT").on("SIGINT", () => {});
  return new Promise((resolve, reject) => {
    const child = spawn(jupyter, [notebook], { cwd, stdio: "inherit", shell: process.platform === "win32" });
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

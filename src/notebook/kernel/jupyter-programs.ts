/** For tests: Jupyter's programs, with the kernel told to them in a folder of their own. */
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeKernelspec } from "../kernelspec.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The paths of a program, on the PATH and in the project's virtual environment. */
export function programs(name: string): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), join(root, ".venv", "bin")];
  const paths = folders.map((folder) => join(folder, name)).filter(isExecutable);
  // The same folder may have two names.
  return paths.filter((path, i) => paths.findIndex((other) => textOf(other) === textOf(path)) === i);
}

/** The interpreter a Python program runs in. */
export function pythonOf(program: string): string {
  return textOf(program).split("\n")[0].replace(/^#!/, "").trim();
}

/** Variables under which a Jupyter knows our kernel, and nothing of the user's. */
export function jupyterEnvironment(folder: string): NodeJS.ProcessEnv {
  const data = join(folder, "jupyter");
  mkdirSync(join(folder, "runtime"), { recursive: true });
  writeKernelspec(data);
  const { PATH, LANG } = process.env;
  const own = {
    HOME: folder,
    JUPYTER_PATH: data,
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    LANG: LANG ?? "C.UTF-8",
  };
  return { PATH, ...own };
}

/** The folder of this file, with the Python programs beside it. */
export const here: string = dirname(fileURLToPath(import.meta.url));

function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

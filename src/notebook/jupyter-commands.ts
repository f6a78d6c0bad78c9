/** The commands that have to do with Jupyter: the kernel itself, and what makes Jupyter find it. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, project } from "./command.js";
import { environmentDataFolder, prefixDataFolder, userDataFolder, writeKernelspec } from "./kernelspec.js";
import { findJupyter, openLab } from "./lab.js";

export const kernelCommand: Command = {
  usage: "kernel CONNECTION_FILE",
  summary: "run the Jupyter kernel; Jupyter does this",
  options: {},
  takesNames: true,
  async run({ names }) {
    if (names.length !== 1) throw new Error(`kernel: one connection file must be given, got ${names.length}`);
    // Loaded here, for every notebook waits for it.
    const { runKernel } = await import("./kernel/kernel.js");
    return runKernel(names[0]);
  },
};

export const kernelspecCommand: Command = {
  usage: "kernelspec [--user | --sys-prefix | --prefix DIR]",
  summary: "tell Jupyter of the TypeScript kernel; default --user",
  options: { user: "boolean", "sys-prefix": "boolean", prefix: "string" },
  takesNames: false,
  async run({ flags, texts }) {
    if (flags.size + texts.size > 1) throw new Error("kernelspec: one of --user, --sys-prefix, --prefix must be given");
    const prefix = texts.get("prefix");
    const elsewhere = prefix === undefined ? undefined : prefixDataFolder(resolve(prefix));
    const folder = elsewhere ?? (flags.has("sys-prefix") ? environmentDataFolder() : userDataFolder());
    console.log(`kernelspec: ${writeKernelspec(folder)}`);
    return 0;
  },
};

export const labCommand: Command = {
  usage: "lab",
  summary: "open the notebooks in JupyterLab or Jupyter Notebook",
  options: {},
  takesNames: false,
  async run() {
    const { root, notebooks } = project();
    const jupyter = findJupyter(root);
    if (jupyter === undefined) {
      throw new Error(
        "lab: JupyterLab must be on the PATH or in .venv; get it with: python3 -m venv .venv && .venv/bin/pip install jupyterlab",
      );
    }
    console.log(`kernelspec: ${writeKernelspec(userDataFolder())}`);
    const start = join(notebooks, "start-here.ipynb");
    return openLab(jupyter, existsSync(start) ? start : notebooks, root);
  },
};

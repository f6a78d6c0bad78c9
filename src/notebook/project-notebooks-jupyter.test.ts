/** The notebooks run in stock tslab under Jupyter, and give there what they give in our runner. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import { differences } from "./compare-outputs.js";
import { readNotebook } from "./document.js";
import { isLostStart } from "./kernel-client.js";
import { prefixDataFolder, tslabKernel, writeKernelspec } from "./kernelspec.js";
import { projectNotebooks } from "./project-notebooks.js";

const hasJupyter = optional(
  "Jupyter",
  spawnSync("jupyter", ["nbconvert", "--version"]).status === 0,
  "apt-get install jupyter-notebook jupyter-nbconvert",
);
const folder = mkdtempSync(join(tmpdir(), "maruyama-jupyter-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(hasJupyter)("the notebooks, executed by Jupyter in stock tslab", () => {
  it.each(projectNotebooks().map((file) => [file.name, file] as const))(
    "%s gives its committed outputs",
    async (_, { path }) => {
      const spec = tslabKernel();
      writeKernelspec(prefixDataFolder(folder), spec);
      const environment = { ...process.env, JUPYTER_PATH: prefixDataFolder(folder), HOME: folder };
      const args = ["nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=600"];
      const stock = `--ExecutePreprocessor.kernel_name=${spec.name}`;
      const execute = (): Promise<unknown> =>
        promisify(execFile)("jupyter", [...args, stock, "--output-dir", folder, path], {
          env: environment,
          cwd: dirname(path),
        });
      // Jupyter waits in vain for a kernel that lost its start; no cell has run then, so once more is the same test.
      await execute().catch((error: Error) => {
        if (!isLostStart(error.message)) throw error;
        return execute();
      });
      expect(differences(readNotebook(path), readNotebook(join(folder, basename(path))))).toEqual([]);
    },
  );
});

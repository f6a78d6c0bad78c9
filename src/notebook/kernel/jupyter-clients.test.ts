/** The kernel under Jupyter's own clients that need no browser: jupyter_client, nbconvert, `jupyter console`. */
import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { optional } from "../../conformance/optional.js";
import { code, sampleFolder } from "../sample.js";
import { here, jupyterEnvironment, programs, pythonOf } from "./jupyter-programs.js";

const folder = sampleFolder({
  failing: [
    code('console.log("fine");'),
    code(
      "function check(x: number) {\n  interface Q { a: 1 }\n  throw new RangeError(`check: x must be 1, got ${x}`);\n}",
    ),
    code("// two\ncheck(2);"),
    code('console.log("never");'),
  ],
});
const env = jupyterEnvironment(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const converters = programs("jupyter-nbconvert");
const consoles = programs("jupyter-console");
const hasJupyter = optional("Jupyter", converters.length > 0, "apt-get install jupyter-notebook jupyter-nbconvert");
const hasConsole = optional(
  "jupyter console",
  consoles.length > 0,
  "python3 -m venv .venv && .venv/bin/pip install jupyterlab jupyter-console",
);

/** What a Python program beside this file has seen. */
async function seenBy(program: string, script: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(pythonOf(program), [join(here, script), program], { cwd: folder, env });
  return JSON.parse(stdout);
}

describe.runIf(hasJupyter)("jupyter_client", () => {
  it.each(converters)("runs, stops, asks and restarts; of %s", async (program) => {
    expect(await seenBy(program, "jupyter-client.py")).toEqual({
      value: ["ok", [{ "text/plain": "2" }]],
      error: ["error", [["RangeError", "f: bad"]]],
      lines: true,
      stopped: ["error", ["here\n", ["Interrupted", "the cell was stopped"]]],
      kept: "true",
      matches: ["sqrt", "SQRT1_2", "SQRT2"],
      found: true,
      restarted: [true, ["error", [["CompileError", "Cannot find name 'kept'."]]]],
      gone: true,
    });
  });
});

describe.runIf(hasJupyter)("nbconvert", () => {
  it.each(converters.slice(-1))("tells name, message and line of an error; %s", async (program) => {
    const args = ["--to", "notebook", "--execute", "--output", "executed.ipynb", "failing.ipynb"];
    const failed = await promisify(execFile)(program, [...args, "--ExecutePreprocessor.kernel_name=maruyama"], {
      cwd: folder,
      env,
    }).catch((error: { stderr: string }) => stripVTControlCharacters(error.stderr));
    expect(failed).toMatch(
      /CellExecutionError: An error occurred while executing the following cell:[\s-]*\/\/ two\ncheck\(2\);/,
    );
    expect(failed).toContain("RangeError: check: x must be 1, got 2\ncell 2, line 3\n");
    expect(failed).toMatch(/at check \(cell 2:3:\d+\)\n +at cell 3:2:1\n/);
    expect(existsSync(join(folder, "executed.ipynb"))).toBe(false);
  });
});

describe.runIf(hasConsole)("jupyter console", () => {
  it.each(consoles)("shows values and errors, and stops a loop at Ctrl-C; %s", async (program) => {
    expect(await seenBy(program, "jupyter-console.py")).toEqual({
      banner: true,
      value: expect.stringMatching(/^Out.*42$/),
      error: expect.stringContaining("line 1"),
      kept: expect.stringMatching(/^Out.*true$/),
      status: 0,
    });
  });
});

import { execFile, spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import { readNotebook } from "./document.js";
import { formatNotebook } from "./document-text.js";
import { prefixDataFolder, writeKernelspec } from "./kernelspec.js";
import { progressOn } from "./progress.js";
import { runNotebooks } from "./run.js";
import { code, markdown, sampleFolder } from "./sample.js";
import { findNotebooks } from "./select.js";

const hasJupyter = optional(
  "Jupyter",
  spawnSync("jupyter", ["nbconvert", "--version"]).status === 0,
  "apt-get install jupyter-notebook jupyter-nbconvert",
);

const folder = sampleFolder({
  tiny: [
    markdown("# Tiny\n\n$x$"),
    code('import { display } from "tslab";\nconst a: number = 20;\nconsole.log("one");\nconsole.log("two");'),
    code('display.html("<b>bold</b>");\na + 22'),
  ],
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(hasJupyter)("Jupyter", () => {
  it("executes a notebook with the kernelspec written here, to the same text as the runner", async () => {
    const prefix = join(folder, "prefix");
    writeKernelspec(prefixDataFolder(prefix));
    const environment = { ...process.env, JUPYTER_PATH: prefixDataFolder(prefix), HOME: folder };
    const notebook = join(folder, "tiny.ipynb");
    const args = ["nbconvert", "--to", "notebook", "--execute", "--output", "by-jupyter.ipynb", notebook];
    await promisify(execFile)("jupyter", args, { env: environment, cwd: folder });

    const [file] = findNotebooks(folder).filter(({ name }) => name === "tiny");
    const out = join(folder, "out");
    await runNotebooks([file], { out, progress: progressOn({ write: () => {} }) });
    const ours = readFileSync(join(out, "tiny.ipynb"), "utf8");
    const theirs = readNotebook(join(folder, "by-jupyter.ipynb"));
    expect(ours).toContain("<b>bold</b>");
    // Jupyter also notes what the kernel told of its language.
    expect(formatNotebook({ ...theirs, metadata: JSON.parse(ours).metadata })).toBe(ours);
  });
});

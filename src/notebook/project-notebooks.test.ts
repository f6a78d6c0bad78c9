/** Every committed output is what a fresh run of the notebook gives, in our runner. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { differences } from "./compare-outputs.js";
import { type Notebook, readNotebook } from "./document.js";
import { summarize } from "./gallery/markdown.js";
import { progressOn } from "./progress.js";
import { projectNotebooks } from "./project-notebooks.js";
import { runNotebooks } from "./run.js";

const out = mkdtempSync(join(tmpdir(), "maruyama-notebooks-"));
afterAll(() => rmSync(out, { recursive: true }));

describe("the notebooks, executed by the runner", () => {
  it.each(projectNotebooks().map((file) => [file.name, file] as const))(
    "%s gives its committed outputs",
    async (_, file) => {
      const committed = readNotebook(file.path);
      const [result] = await runNotebooks([file], { out, progress: progressOn({ write: () => {} }) });
      expect(result.ok).toBe(true);
      expect(differences(committed, result.notebook as Notebook)).toEqual([]);
    },
  );

  it("state what they found in one sentence with numbers, short enough for a card", () => {
    for (const { path, name } of projectNotebooks()) {
      const { finding } = summarize([readNotebook(path).cells[0].source]);
      expect(finding, name).toMatch(/^[^.]*\d.*\.$/);
      expect([...finding].length, name).toBeLessThanOrEqual(160);
    }
  });

  it("end with a table in standard errors, and show figures as pictures", () => {
    for (const { path } of projectNotebooks()) {
      const text = JSON.stringify(readNotebook(path));
      expect(text, path).toContain("image/png");
      expect(text, path).toMatch(/standard error/);
    }
  });
});

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sampleFolder } from "./sample.js";
import { findNotebooks, selectNotebooks } from "./select.js";

const folder = sampleFolder({ signsgd: [], adamw: [], "distributed/dcsgd": [] });
mkdirSync(join(folder, ".ipynb_checkpoints"));
writeFileSync(join(folder, ".ipynb_checkpoints", "adamw-checkpoint.ipynb"), "{}");
afterAll(() => rmSync(folder, { recursive: true }));

const files = findNotebooks(folder);
const chosen = (...names: string[]): string[] => selectNotebooks(files, names).map(({ name }) => name);

describe("notebooks by name", () => {
  it("are all of the folder's, by default, without Jupyter's copies", () => {
    expect(chosen()).toEqual(["adamw", "distributed/dcsgd", "signsgd"]);
  });

  it.each([
    "dcsgd",
    "dcsgd.ipynb",
    "distributed/dcsgd",
    "./distributed/dcsgd.ipynb",
    join(folder, "distributed/dcsgd.ipynb"),
  ])("may be called %s", (name) => {
    expect(chosen(name)).toEqual(["distributed/dcsgd"]);
  });

  it("are run once, in order, however they are named", () => {
    expect(chosen("signsgd", "adamw", "signsgd.ipynb")).toEqual(["adamw", "signsgd"]);
  });

  it("are guessed at when misspelt", () => {
    expect(() => chosen("signsdg")).toThrow('notebooks: unknown notebook "signsdg"; did you mean signsgd?');
    expect(() => findNotebooks("/no/such")).toThrow("notebooks: the folder must exist, got /no/such");
  });
});

import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toDataFrame } from "./danfo.js";

const installed = existsSync(new URL("../../node_modules/danfojs-node", import.meta.url));
const required = process.env.MARUYAMA_REQUIRE_ALL === "1";

describe.runIf(installed || required)("toDataFrame with danfojs-node", () => {
  it("holds the columns it was given", async () => {
    const frame = await toDataFrame({ method: ["SGD", "Adam", "SGD"], loss: Float64Array.of(1, 2, 3.5) });
    expect(frame.columns).toEqual(["method", "loss"]);
    expect(frame.shape).toEqual([3, 2]);
    expect(frame.values[1]).toEqual(["Adam", 2]);
  });

  it("groups, describes and sorts", async () => {
    const frame = await toDataFrame({ method: ["SGD", "Adam", "SGD"], loss: [1, 2, 3.5] });
    expect(frame.groupby(["method"]).col(["loss"]).mean().values).toEqual([
      ["SGD", 2.25],
      ["Adam", 2],
    ]);
    expect(frame.describe().values[0]).toEqual([3]);
    expect(frame.sortValues("loss", { ascending: false }).column("method").values).toEqual(["SGD", "Adam", "SGD"]);
    expect(frame.column("loss").median()).toBe(2);
  });
});

describe("toDataFrame", () => {
  it("refuses columns that are no table, before it loads anything", async () => {
    const load = () => Promise.reject(new Error("loaded"));
    await expect(toDataFrame({}, load)).rejects.toThrow("toDataFrame: table must hold at least one column, got none");
    await expect(toDataFrame({ a: [] }, load)).rejects.toThrow("toDataFrame: columns must hold at least one entry");
    await expect(toDataFrame({ a: [1, 2], b: [1] }, load)).rejects.toThrow(
      'toDataFrame: column "b" must have 2 entries, got 1',
    );
  });

  it("says how to add the package where it was left out, and what else went wrong", async () => {
    const absent = Object.assign(new Error("Cannot find module 'danfojs-node'"), { code: "MODULE_NOT_FOUND" });
    await expect(toDataFrame({ a: [1] }, () => Promise.reject(absent))).rejects.toThrow(
      /^toDataFrame: danfojs-node is not installed; add it with: npm ci --include=optional$/,
    );
    await expect(toDataFrame({ a: [1] }, () => Promise.reject(new Error("broken")))).rejects.toThrow(
      "toDataFrame: danfojs-node does not load: Error: broken",
    );
  });
});

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";

const folder = fileURLToPath(new URL("../../data/fixtures/danfojs/", import.meta.url));
const isPrepared = existsSync(`${folder}node_modules/danfojs-node`);

describe.runIf(optional("a project with danfojs-node", isPrepared, ".ci/prepare-danfojs"))(
  "a project of its own",
  () => {
    it("gets data frames of an ensemble and of a comparison, with the overrides it writes", () => {
      const { said, expected } = JSON.parse(
        execFileSync(process.execPath, ["frames.mjs"], { cwd: folder, encoding: "utf8" }),
      );
      expect(said.shape).toEqual([10, 13]);
      expect(said.columns.slice(0, 6)).toEqual(["chain", "observable", "t", "k", "n", "mean"]);
      // danfojs adds in another order
      for (const [i, [observable, mean]] of expected.means.entries()) {
        expect(said.means[i][0]).toBe(observable);
        expect(said.means[i][1]).toBeCloseTo(mean, 12);
      }
      expect(said.latest).toEqual([20, 20]);
      expect(said.described).toEqual([7, 11]);
      expect(said.differences).toEqual(expected.differences);
    });
  },
);

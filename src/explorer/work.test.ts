import { describe, expect, it } from "vitest";
import { type Experiment, experimentOf, runExperiment } from "./experiment.js";
import { type Specification, usualSpecification, withMethod } from "./specification.js";
import { beginningOf, requireAffordable } from "./work.js";

/** What is shown first, with other values of its run. */
const usualWith = (run: Specification["run"], specification = usualSpecification()): Specification => ({
  ...specification,
  run: { ...specification.run, ...run },
});

describe("the work of one update", () => {
  it("is counted in steps of one coordinate, and bounded", () => {
    const { chains, options } = experimentOf(usualSpecification());
    // 200 steps of 8 substeps, 500 paths, 2 coordinates: 1.6·10⁶; the bound is 6250 times that
    expect(() => requireAffordable(chains[1], { ...options, horizon: 4 * 6250 })).not.toThrow();
    expect(() => requireAffordable(chains[1], { ...options, horizon: 4 * 6251 })).toThrow(
      "explorer: SignSGD SDE must take at most 1e+10 steps of one coordinate, got 1.0e+10 = 500 paths × 1250200 steps × 8 substeps × 2 coordinates",
    );
    const workers = withMethod(usualSpecification(), "clippedDistributedSgd");
    const several = { ...workers, parameters: { ...workers.parameters, N: 4 } };
    expect(() => experimentOf(usualWith({ horizon: 1e6 }, several))).toThrow("× 4 workers ×");
  });

  it("refuses an SDE of too many substeps, and leaves the optimizer", () => {
    const { chains, refusal } = experimentOf(usualWith({ substeps: 1e6, horizon: 40 }));
    expect(chains).toHaveLength(1);
    expect(refusal).toContain("2000 steps × 1000000 substeps");
  });

  it("is done at once where it is little, else begins with whole blocks", () => {
    const { chains, options } = experimentOf(usualSpecification());
    expect(beginningOf(chains, options)).toEqual({ paths: 500, isQuick: true });
    // of 10⁷ steps, (1 + 8) · 2000 · 2 a path: 2 blocks of 128
    expect(beginningOf(chains, { ...options, horizon: 40 })).toEqual({ paths: 256, isQuick: true });
    expect(beginningOf(chains, { ...options, horizon: 1000 })).toEqual({ paths: 128, isQuick: false });
    expect(beginningOf(chains, { ...options, horizon: 1000, paths: 10 })).toEqual({ paths: 10, isQuick: true });
  });
});

describe("a run", () => {
  const previewed = async (experiment: Experiment, signal: AbortSignal) => {
    const paths: number[] = [];
    const compared = await runExperiment(experiment, signal, {
      preview: ({ reference }) => paths.push(reference.paths),
      progress: () => undefined,
    });
    return { paths, compared };
  };

  it("of little work is shown whole, though another waits", async () => {
    const { paths, compared } = await previewed(experimentOf(usualSpecification()), AbortSignal.abort());
    expect(paths).toEqual([]);
    expect(compared?.().reference.paths).toBe(500);
  });

  it("of much work is shown in part first, and the bits are those of one run", async () => {
    const specification = usualWith({ horizon: 40, seed: 7, paths: 300 });
    const { paths, compared } = await previewed(experimentOf(specification), new AbortController().signal);
    expect(paths).toEqual([256]);
    const other = experimentOf({ ...specification, sde: "none" });
    const alone = await previewed(other, new AbortController().signal);
    expect(alone.paths).toEqual([]);
    expect(compared?.().reference.hash).toBe(alone.compared?.().reference.hash);
  });

  it("of much work ends with its first paths where another waits", async () => {
    const specification = usualWith({ horizon: 40, seed: 8 });
    const { paths, compared } = await previewed(experimentOf(specification), AbortSignal.abort());
    expect(paths).toEqual([256]);
    expect(compared).toBeUndefined();
  });

  it("whose first paths take long is stopped at once where another waits", async () => {
    const { paths, compared } = await previewed(experimentOf(usualWith({ horizon: 4000 })), AbortSignal.abort());
    expect(paths).toEqual([]);
    expect(compared).toBeUndefined();
  });
});

it("chains that a change leaves alone are not built anew", () => {
  const { chains } = experimentOf(usualSpecification());
  const more = experimentOf(usualWith({ paths: 700, seed: 3, horizon: 5 }));
  expect(more.chains[0]).toBe(chains[0]);
  expect(more.chains[1]).toBe(chains[1]);
  const finer = experimentOf(usualWith({ substeps: 16 }));
  expect(finer.chains[0]).toBe(chains[0]);
  expect(finer.chains[1]).not.toBe(chains[1]);
});

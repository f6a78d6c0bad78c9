/** The engine as a whole: threads, stops, crashes and budgets. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createPool, sharedPool } from "../compiler/pool.js";
import { threadSource } from "../compiler/thread.js";
import { blockRunner } from "../compiler/wasm/block-runner.js";

import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";

import { clearCache } from "./cache.js";
import { optimizer, sde } from "./chain.js";
import { compileChain, specificationOf } from "./compiled-chain.js";

import { ensemble } from "./ensemble.js";

import { planOf } from "./plan.js";
import { bowl, run } from "./samples.js";

beforeEach(clearCache);
afterAll(() => sharedPool().close());

describe("the bits of a result", () => {
  const chain = sde(signSgd({ eta: 0.02 }), bowl, { substeps: 2 });
  const options = { paths: 1000, observables: ["f", "x[2]"], record: 10 };

  it("are the same on 1, 2, 3 and 8 threads", async () => {
    const hashes = [];
    for (const threads of [1, 2, 3, 8]) {
      clearCache();
      hashes.push((await run(chain, { ...options, threads })).hash);
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it("are the same whatever the order in which blocks finish", async () => {
    const plan = planOf(chain, { horizon: 0.4, seed: 11, ...options });
    const compiled = compileChain(chain, plan.observables, "f64");
    const specification = specificationOf(compiled, plan);
    const { module, image, layout } = compiled.kernel;
    const runner = blockRunner(module, image, layout);
    runner.begin(specification);
    const first = [];
    for (const block of [0, 1, 2, 3]) first.push(await runner.run(block, layout.blockPaths, async () => true));
    for (const block of [3, 1, 0, 2])
      expect(await runner.run(block, layout.blockPaths, async () => true)).toEqual(first[block]);
  });

  it("of a longer run begin like those of a shorter one", async () => {
    const [short, long] = [
      await run(chain, { ...options, paths: 100, keep: 100 }),
      await run(chain, { ...options, keep: 100 }),
    ];
    for (const path of [0, 50, 99]) expect(long.path(path, "f")).toEqual(short.path(path, "f"));
  });

  it("do not depend on how values are kept, nor on what ran before", async () => {
    const plain = await run(chain, options);
    expect((await run(chain, { ...options, quantiles: "none" })).hash).toBe(plain.hash);
    expect((await run(chain, { ...options, quantiles: "approximate", keep: 3 })).hash).toBe(plain.hash);
    await run(chain, { ...options, paths: 300 });
    expect((await run(chain, options)).hash).toBe(plain.hash);
  });
});

describe("Stop", () => {
  const long = sde(sgd({ eta: 0.001 }), bowl);

  it("answers at once with the finished paths", async () => {
    const controller = new AbortController();
    let at = 0;
    const result = await ensemble(long, {
      horizon: 1,
      paths: 1e6,
      record: 1,
      quantiles: "none",
      signal: controller.signal,
      progress({ finished }) {
        if (finished === 0 || at > 0) return;
        at = performance.now();
        controller.abort();
      },
    });
    // threads look for messages every 20 ms of work; a hundred times that, for a machine with other things to do
    expect(performance.now() - at).toBeLessThan(2000);
    expect(result.stopped).toBe(true);
    expect(result.paths).toBeGreaterThan(0);
    expect(result.series("f").count[1]).toBe(result.paths);
  });

  it("in the middle of a block that takes minutes leaves nothing, honestly", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const began = performance.now();
    const result = await ensemble(long, { horizon: 1e5, paths: 10, signal: controller.signal, record: 1 });
    expect(performance.now() - began).toBeLessThan(2000);
    expect([result.paths, result.stopped, result.series("f").count[0]]).toEqual([0, true, 0]);
  });

  it("is taken up again by the next run, with the same bits", async () => {
    const controller = new AbortController();
    const options = { horizon: 1, paths: 4096, record: 2, observables: ["f"] };
    const stopped = await ensemble(long, { ...options, signal: controller.signal, progress: () => controller.abort() });
    expect(stopped.stopped).toBe(true);
    const resumed = await ensemble(long, options);
    clearCache();
    expect(resumed.hash).toBe((await ensemble(long, options)).hash);
  });
});

describe("threads that die", () => {
  it("are replaced, their blocks run again, and the run says so", async () => {
    const chain = sde(sgd({ eta: 0.001 }), bowl);
    const options = { horizon: 1, paths: 5000, threads: 2, record: 2 };
    const pending = ensemble(chain, options);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sharedPool().crash(0);
    const result = await pending;
    expect(result.crashes).toBeGreaterThan(0);
    expect(result.paths).toBe(5000);
    clearCache();
    expect((await ensemble(chain, options)).hash).toBe(result.hash);
  });

  it("refuse a block that kills them every time", async () => {
    const pool = createPool();
    const kernel = compileChain(sde(sgd(), bowl), ["f"], "f64").kernel;
    const steps = new Int32Array([0, 2 ** 30]);
    const started = pool.start(
      kernel,
      {
        steps,
        keys: kernel.layout.keys.map(() => new Int32Array(5)),
        start: [new Float64Array(3)],
        keep: 0,
        final: false,
        whole: false,
        limit: 1e75,
      },
      1,
    );
    const block = expect(started.block(0, 128)).rejects.toThrow("block 0 ended its thread 3 times");
    for (let attempt = 0; attempt < 3; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await pool.crash(0);
    }
    await block;
    await pool.close();
  });

  it("have a program that refers to nothing outside itself", () => {
    const source = threadSource(blockRunner);
    expect(source).not.toMatch(/__vite|import_|\bimport\b/);
    expect(() => new Function("require", source)).not.toThrow();
  });
});

describe("a listener that throws", () => {
  it("ends the run with its error, not the process", async () => {
    const progress = (): void => {
      throw new Error("the listener is broken");
    };
    const chain = sde(sgd({ eta: 0.001 }), bowl);
    await expect(ensemble(chain, { horizon: 100, paths: 1e6, record: 1, progress })).rejects.toThrow(
      "the listener is broken",
    );
  });
});

describe("a run beside another", () => {
  it("stops without waiting for the other's blocks", async () => {
    const controller = new AbortController();
    const other = new AbortController();
    const busy = ensemble(sde(sgd({ eta: 0.001 }), bowl), {
      horizon: 1e4,
      paths: 1e5,
      record: 1,
      signal: other.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    setTimeout(() => controller.abort(), 100);
    const result = await ensemble(optimizer(sgd(), bowl), {
      horizon: 1,
      paths: 1e6,
      record: 1,
      quantiles: "none",
      signal: controller.signal,
    });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(result.stopped).toBe(true);
    other.abort();
    expect((await busy).stopped).toBe(true);
  });
});

describe("a budget", () => {
  const chain = optimizer(sgd({ eta: 0.05 }), bowl);

  it("of standard error ends at the same block on any number of threads", async () => {
    const options = { horizon: 1, record: 4, budget: { standardError: 0.02 } };
    const [one, three] = [
      await ensemble(chain, { ...options, threads: 1 }),
      await ensemble(chain, { ...options, threads: 3 }),
    ];
    expect(Math.max(...one.series("f").standardError)).toBeLessThanOrEqual(0.02);
    expect(one.paths).toBeLessThan(20_000);
    expect(three.hash).toBe(one.hash);
    expect(one.stopped).toBe(false);
  });

  it("of seconds ends then", async () => {
    const began = performance.now();
    const result = await ensemble(chain, { horizon: 50, record: 1, budget: { seconds: 0.3 } });
    expect(performance.now() - began).toBeLessThan(1500);
    expect(result.paths).toBeGreaterThan(0);
    expect(result.stopped).toBe(false);
  });
});

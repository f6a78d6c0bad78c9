/**
 * A short run of the dieharder battery on the generator's words, in the orders an ensemble consumes them. The long runs
 * are in data/randomness/README.md.
 */
import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import * as random from "./random.js";

type Random = Pick<typeof random, "keySchedule" | "threefry" | "randomStream" | "STREAMS">;
type Order = (random: Random, seed: number) => (call: number) => Int32Array;

const orders = new URL("../../data/randomness/order.mjs", import.meta.url).href;
const { ORDERS } = (await import(orders)) as { ORDERS: { readonly engine: Order; readonly path: Order } };

const available = optional(
  "dieharder",
  spawnSync("dieharder", ["-h"]).error === undefined,
  "apt-get install dieharder",
);

/** The p-values of one dieharder test, of 10 samples of its default size, fed with words until it has enough. */
function dieharder(test: number, ntuple: number, next: (call: number) => Int32Array): Promise<number[]> {
  // -g 200: raw words on standard input; -S 1: what the test itself draws is fixed
  const options = ["-g", "200", "-d", String(test), "-n", String(ntuple), "-p", "10", "-S", "1", "-D", "pvalues"];
  return new Promise((resolve, reject) => {
    const battery = spawn("dieharder", options, { stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    let call = 0;
    const feed = (): void => {
      if (battery.stdin.writable && battery.exitCode === null) {
        const { buffer } = next(call++);
        battery.stdin.write(Buffer.from(buffer.slice(0) as ArrayBuffer), (error) => {
          if (!error) feed();
        });
      }
    };
    battery.stdin.on("error", () => {}); // the reader has enough
    battery.stdout.on("data", (part) => {
      text += part;
    });
    battery.on("error", reject);
    battery.on("close", () => resolve([...text.matchAll(/^\s*([01]\.\d+)\s*\|?\s*$/gm)].map(([, p]) => Number(p))));
    feed();
  });
}

/**
 * The probability of 4 standard errors: what a fixed seed may show over the p-values here. Only small ones count: the
 * battery's Kolmogorov–Smirnov p-values lean to 1 when samples are few (of its own AES generator, 360 of the serial test
 * at 10 samples: 16 % above 0.99, the largest 0.9999999).
 */
const LEAST = 6e-5;

const TESTS: readonly (readonly [name: string, number: number, ntuple: number])[] = [
  ["birthdays", 0, 0],
  ["rank 32×32", 2, 0],
  ["count the ones, stream", 8, 0],
  ["spheres", 12, 0],
  ["runs", 15, 0],
  ["craps", 16, 0],
  ["monobit", 100, 0],
  ["serial", 102, 0],
  ["bit distribution", 200, 4],
  ["minimum distance", 201, 4],
  ["permutations", 202, 5],
];

describe.runIf(available)("dieharder", () => {
  it.each(TESTS)("%s", async (_, test, ntuple) => {
    for (const order of [ORDERS.engine, ORDERS.path]) {
      const values = await dieharder(test, ntuple, order(random, test + 1));
      expect(values.length).toBeGreaterThan(0);
      expect(Math.min(...values)).toBeGreaterThan(LEAST);
    }
  });

  it("rejects four rounds instead of twelve, and paths that share their words", async () => {
    const four: Random = {
      ...random,
      threefry: (schedule, counter, out) => random.threefry(schedule, counter, out, 1),
    };
    const shared: Random = {
      ...random,
      threefry(schedule, counter, out) {
        counter[1] >>= 2; // the four lanes of a group fall together
        random.threefry(schedule, counter, out);
      },
    };
    for (const wrong of [four, shared]) {
      const values = await dieharder(2, 0, ORDERS.engine(wrong, 1));
      expect(Math.min(...values)).toBeLessThan(LEAST);
    }
  });
});

import { describe, expect, it } from "vitest";
import { sde } from "../ensemble/chain.js";
import { gaussian } from "../noises/gaussian.js";
import { laplace } from "../noises/laplace.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { lion } from "./lion.js";
import { method } from "./method.js";
import { rmsprop } from "./rmsprop.js";
import { schedule } from "./schedule.js";
import type { SdeDefinition } from "./sde-definition.js";
import { signum } from "./signum.js";

const on = (noise = gaussian(0.5)) => problem({ objective: quadratic([1, 2]), noise, start: [1, 0.5] });
const correlated = gaussian({ covariance: { rows: 2, columns: 2, entries: Float64Array.of(1, 0.5, 0.5, 1) } });

describe("an SDE that was derived for independent Gaussian noise", () => {
  const restricted = [
    [rmsprop(), "second order", '"plain", "malladi"'],
    [adam(), "second order", '"plain", "paper", "consistent", "malladi", "look-ahead"'],
    [signum(), "homogenised", '"plain"'],
    [lion(), "plain", '"independent"'],
  ] as const;

  it.each(restricted)("%# is refused for other noise, with those that are not", (own, name, others) => {
    for (const noise of [studentT({ nu: 5 }), laplace(1), correlated]) {
      expect(() => sde(own, on(noise), { sde: name })).toThrow(
        `the SDE "${name}" of ${own.name} must have independent Gaussian noise, got ${noise.description}; not so ${others}`,
      );
    }
    expect(() => sde(own, on(), { sde: name })).not.toThrow();
  });
});

describe("an SDE that is singular at t = 0", () => {
  it("may start after fewer steps than it does by itself, but not after none", () => {
    expect(sde(adam(), on(), { sde: "paper" }).sde?.burnIn).toBe(5);
    expect(sde(adam(), on(), { sde: "paper", burnIn: 1 }).sde?.burnIn).toBe(1);
    expect(() => sde(adam(), on(), { sde: "paper", burnIn: 0 })).toThrow(
      'sde: burnIn must be an integer ≥ 1, got 0; the SDE "paper" of Adam is singular at t = 0; not so "look-ahead"',
    );
  });
});

describe("an SDE that calls functions made from parameters", () => {
  it("is not there with a schedule, and others are", () => {
    const own = signum({ beta: schedule(0.9, "1 - t/100") });
    expect([...own.sdes.keys()]).toEqual(["plain"]);
    expect(() => sde(own, on(), { sde: "homogenised" })).toThrow(
      'Signum: no SDE named "homogenised" with these schedules',
    );
    expect([...signum().sdes.keys()]).toEqual(["plain", "homogenised"]);
  });
});

describe("a definition", () => {
  const toy = (own: Partial<SdeDefinition>) =>
    method({
      name: "Toy",
      source: "made up",
      parameters: { eta: 0.1, beta: 0.9 },
      memory: { m: 0 },
      update: ["m = β*m + (1 - β)*g", "x = x - η*m"],
      sde: { equations: ["dx = -G*dt"], source: "made up", standing: "derived", ...own },
    });

  it.each([
    [{ order: 3 as 2 }, "Toy (plain): order must be 1 or 2, got 3"],
    [
      { noise: "Gaussian" as "independent Gaussian" },
      'Toy (plain): noise must be "independent Gaussian" where it is given, got "Gaussian"',
    ],
    [{ regime: " " }, 'Toy (plain): regime must be a text where it is given, got " "'],
    [{ perWorker: 1 as never }, "Toy (plain): perWorker must be true or false, got 1"],
    [{ fixedDecays: ["bta"] }, 'Toy (plain): fixedDecays must name parameters, got "bta"; did you mean beta?'],
    [{ fixedDecays: "beta" as never }, 'Toy (plain): fixedDecays must be a list of names, got "beta"'],
    [{ fixedDecays: [3] as never }, "Toy (plain): fixedDecays must be a list of names, got [3]"],
    [{ fixedDecays: ["eta"] }, 'Toy (plain): fixedDecays must name decays, got "eta", which is positive'],
    [{ positive: "m" as never }, 'Toy (plain): positive must be a list of names, got "m"'],
    [{ source: 3 as never }, "Toy (plain): source must be a text, got 3"],
    [
      { standing: undefined as never },
      "Toy (plain): standing must be one of paper, recalled and checked, recalled, derived, derived and checked, got undefined",
    ],
    [{ standing: "dervied" as never }, 'got "dervied"; did you mean derived?'],
    [{ positive: ["x1"] }, 'Toy (plain): positive must name memories, got "x1"'],
  ] as const)("%# says what is wrong", (own, words) => {
    expect(() => toy(own)).toThrow(words);
  });

  it("leaves what is right", () => {
    expect(toy({ order: 2, noise: "independent Gaussian", fixedDecays: ["beta"] })().sdes.size).toBe(1);
    expect(adamW().sdes.size).toBe(6);
  });
});

import { describe, expect, it } from "vitest";
import { method } from "../methods/method.js";
import { rmsprop } from "../methods/rmsprop.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { regimeMap } from "./regime-map.js";
import { boundaryLine } from "./regime-map-boundary.js";
import { regimeMapFigure } from "./regime-map-figure.js";
import type { RegimePoint } from "./regime-map-point.js";

/** Stationary variances on h = 1: optimizer ησ²/(2 − η); SDE by Euler–Maruyama at dt = η/8, ησ²/(2 − η/8). */
const exactGap = (eta: number): number => (2 - eta) / (2 - eta / 8) - 1;

const bowl = ({ sigma = 1 }: RegimePoint) => problem({ objective: quadratic([1]), noise: gaussian(sigma), start: [0] });
/** 100 steps, so that a quarter of them forget the start; 500 for what diverges, by 1.5 a step, to pass 10⁷⁵. */
const horizon = ({ eta }: RegimePoint): number => (eta > 2 ? 500 : 100) * eta;
const sgdMap = {
  x: { name: "eta", values: [0.2, 1, 1.6, 2.5] },
  y: { name: "sigma", values: [0.5, 2] },
  method: ({ eta }: RegimePoint) => sgd({ eta }),
  problem: bowl,
  horizon,
  paths: 3000,
  seed: 17,
  tolerance: 0.2,
};

describe("the map of SGD on a parabola", () => {
  it("has the gap of theory, and ends where ηλ = 2", async () => {
    const map = await regimeMap(sgdMap);
    expect(map.results.map(({ status }) => status)).toEqual([
      ...["agree", "differ", "differ", "diverged"],
      ...["agree", "differ", "differ", "diverged"],
    ]);
    for (const { at, gap, gapStandardError } of map.results.filter(({ status }) => status !== "diverged")) {
      // the gap is the largest of three independent ones: 4.3 standard errors are as rare for it as 4 for one
      expect(Math.abs(gap - exactGap(at.eta))).toBeLessThan(4.3 * gapStandardError);
      expect(gapStandardError).toBeLessThan(0.05);
    }
    for (const { diverged, text } of map.results.filter(({ status }) => status === "diverged")) {
      expect(diverged).toEqual({ optimizer: 1, sde: 0 });
      expect(text).toContain("the optimizer diverged: 100 % of the paths");
    }
    expect(map.boundary?.name).toBe("ηλ = 2");
    expect(map.verdict).toMatch(
      /^Optimizer and SDE, 8 points: agree within 20 % at 2, differ at 4, one or both diverged at 2\./,
    );
    expect(map.verdict).toMatch(/Farthest apart at η = 1\.6, σ = (0\.5|2): differ by −7\d ± /);
    expect(map.table.rows).toHaveLength(8);
  });

  it("shows a diffusion that is 10 % too large", async () => {
    const wrong = method({
      name: "SGD with a wrong SDE",
      source: "test",
      parameters: { eta: 0.01 },
      update: ["x = x - η*g"],
      sde: { equations: ["dx = -G*dt + 1.1*sqrt(η)*sqrt(Σ)*dW"], source: "test", standing: "derived" },
    });
    const [x, y] = [
      { name: "eta", values: [0.2, 1, 1.6] },
      { name: "sigma", values: [1] },
    ];
    const map = await regimeMap({ ...sgdMap, x, y, paths: 12_000, method: ({ eta }) => wrong({ eta }) });
    for (const { at, gap, gapStandardError } of map.results) {
      expect(Math.abs(gap - exactGap(at.eta))).toBeGreaterThan(4.3 * gapStandardError);
    }
  });

  it("says that few paths see little", async () => {
    const map = await regimeMap({ ...sgdMap, x: { name: "eta", values: [0.2] }, paths: 60 });
    expect(map.results.map(({ status }) => status)).toEqual(["unresolved", "unresolved"]);
    expect(map.results[0].text).toMatch(/^unresolved: a gap of \d+ % could be noise$/);
  });

  it("is the same twice, and stops between points", async () => {
    const few = { ...sgdMap, paths: 50, x: { name: "eta", values: [0.2, 1] } };
    const whole = await regimeMap(few);
    const stop = new AbortController();
    let calls = 0;
    const part = await regimeMap({
      ...few,
      paths: 50,
      signal: stop.signal,
      method: ({ eta }) => sgd({ eta }),
      boundary: {
        name: "never asked",
        ratio: () => 1,
      },
      progress: () => {
        calls++;
      },
      horizon: (point) => {
        // the horizon is asked for when a point begins: the third is not to be run
        if (point.sigma === 2) stop.abort();
        return horizon(point);
      },
    });
    expect(calls).toBeGreaterThanOrEqual(0);
    expect(part.stopped).toBe(true);
    expect(part.results.map(({ gap }) => gap)).toEqual(whole.results.slice(0, 2).map(({ gap }) => gap));
    expect(part.verdict).toContain("stopped after 2 of 4 points");
  });
});

describe("regimeMap", () => {
  it("keeps the reason where there is no SDE", async () => {
    const heavy = {
      x: { name: "nu", values: [1.5, 4] },
      y: { name: "eta", values: [0.05] },
      problem: ({ nu }: RegimePoint) => problem({ objective: quadratic([1]), noise: studentT({ nu }), start: [1] }),
      horizon: 1,
      paths: 20,
    };
    const map = await regimeMap({ ...heavy, method: ({ eta }) => sgd({ eta }) });
    expect(map.results[0].status).toBe("no SDE");
    expect(map.results[0].text).toContain("infinite for ν ≤ 2, got ν = 1.5");
    expect(map.results[1].comparison).toBeDefined();
    expect(map.verdict).toContain("there is no SDE at 1");
    expect(map.verdict).toContain("ν ≤ 4 at 1 of the points: there a method that is linear in g has means without");
    expect(map.boundary?.name).toBe("ηλ = 2");
    // SignSGD's SDE knows the law, whatever its tails
    const signs = await regimeMap({ ...heavy, method: ({ eta }) => signSgd({ eta }) });
    expect(signs.results.map(({ status }) => status)).not.toContain("no SDE");
    expect(signs.boundary).toBeUndefined();
  });

  it("keeps the reason where the optimizer has no start", async () => {
    const map = await regimeMap({
      x: { name: "eta", values: [0.01] },
      y: { name: "nu", values: [1, 3] },
      method: ({ eta }) => rmsprop({ eta }),
      problem: ({ nu }) => problem({ objective: quadratic([1]), noise: studentT({ nu }), start: [1] }),
      horizon: 1,
      paths: 20,
    });
    expect(map.results[0].status).toBe("no start");
    expect(map.results[0].text).toMatch(/^no start: RMSprop, start of v .*infinite for ν ≤ 2, got ν = 1/);
    expect(map.results[1].comparison).toBeDefined();
    expect(map.verdict).toContain("the optimizer has no start at 1");
    expect(regimeMapFigure(map).data.map(({ name }) => name)).toContain("no start");
    await expect(regimeMap({ ...sgdMap, paths: 0 })).rejects.toThrow("ensemble: paths must be an integer");
  });

  it("takes one method and one problem for all points where the axes move neither", async () => {
    const map = await regimeMap({ ...sgdMap, method: sgd({ eta: 0.5 }), paths: 20, horizon: 2, boundary: false });
    expect(new Set(map.results.slice(0, 4).map(({ gap }) => gap)).size).toBe(1);
    expect(map.boundary).toBeUndefined();
  });

  it("draws a cell per point, the scale, and the boundary", async () => {
    const map = await regimeMap({ ...sgdMap, paths: 40 });
    const { data, layout, alt } = regimeMapFigure(map, { title: "SGD" });
    const named = data.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(["one diverged", "ηλ = 2"]));
    expect(named).not.toContain("no SDE");
    const written = layout.annotations.map(({ text }) => text);
    expect(written.filter((text) => text === "opt.")).toHaveLength(2);
    expect(layout.xaxis?.ticktext).toEqual(["0.2", "1", "1.6", "2.5"]);
    expect(layout.yaxis2?.tickvals).toEqual([]);
    expect(alt).toContain("Optimizer and SDE, 8 points");
    expect(() => regimeMapFigure(map, { titel: "" } as never)).toThrow('unknown option "titel"');
  });

  it.each([
    [{ x: { name: "eta", values: [1, 1] } }, "regimeMap, x: values must be ascending, got [1, 1]"],
    [{ x: { name: "", values: [1] } }, 'regimeMap, x: name must be a text, got ""'],
    [{ y: { name: "eta", values: [1] } }, 'regimeMap: x and y must be two parameters, got "eta" twice'],
    [
      { x: { name: "eta", values: [-1, 1], type: "log" } },
      'regimeMap, x: type must be "linear", or "log" for positive values, got "log"',
    ],
    [{ substeps: 1 }, "is SGD itself when the noise is Gaussian"],
    [{ sde: "papr" }, 'no SDE named "papr"'],
    [{ tolerance: 0 }, "regimeMap: tolerance must be a positive number, got 0"],
    [{ grid: 3 }, 'regimeMap: unknown option "grid"'],
  ])("refuses %j", async (options, message) => {
    await expect(regimeMap({ ...sgdMap, ...options } as never)).rejects.toThrow(message);
  });
});

describe("the boundary through a grid", () => {
  const eta = { name: "eta", values: [0.1, 0.4, 1.6, 6.4], type: "log" } as const;
  const h = { name: "h", values: [0.5, 2, 8], type: "log" } as const;

  it("is exact for powers on logarithmic axes", () => {
    const line = boundaryLine({ name: "ηh = 2", ratio: (point) => (point.eta * point.h) / 2 }, eta, h);
    expect(line?.x.length).toBeGreaterThan(3);
    line?.x.forEach((x, i) => expect(x * line.y[i]).toBeCloseTo(2, 10));
  });

  it("stands upright where it does not depend on the other axis, and is missing where it does not pass", () => {
    const upright = boundaryLine({ name: "η = 1", ratio: (point) => point.eta }, eta, h);
    upright?.x.forEach((x) => expect(x).toBeCloseTo(1, 12));
    expect(Math.min(...(upright?.y ?? []))).toBeLessThan(0.25);
    const level = boundaryLine({ name: "h = 1", ratio: (point) => point.h }, { ...eta, values: [1] }, h);
    level?.y.forEach((y) => expect(y).toBeCloseTo(1, 12));
    expect(level?.x).toHaveLength(2);
    expect(boundaryLine({ name: "never", ratio: () => 0.5 }, eta, h)).toBeUndefined();
  });
});

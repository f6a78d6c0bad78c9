import { describe, expect, it } from "vitest";
import { sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { gradientsAt, lawFunctions } from "../ensemble/law-samples.js";
import { normalDistribution } from "../math/normal.js";
import { integrate } from "../math/quadrature.js";
import { studentDistribution } from "../math/student.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { alphaStable } from "./alpha-stable.js";
import { discrete, rademacher } from "./discrete.js";
import { gaussian } from "./gaussian.js";
import { laplace } from "./laplace.js";
import type { Noise } from "./noise.js";
import { studentT } from "./student-t.js";
import { uniformNoise } from "./uniform.js";

/** Largest |difference|/s.e. that a fixed seed may show over the checks here. */
const ERRORS = 4;
/** P(√n D > 2.28) = 2 e^{−2 · 2.28²} = 6·10⁻⁵, the probability of 4 standard errors, for Kolmogorov's D. */
const KOLMOGOROV = 2.28;

const D = 100;

/** n draws of the noise at ∇f = G. */
function sample(noise: Noise, seed: number, n: number = 100_000, G: number = 0): Float64Array {
  const ones = new Float64Array(D).fill(1);
  const draws = gradientsAt(
    quadratic(ones),
    noise,
    ones.map(() => G),
    seed,
    n / D,
  );
  return Float64Array.from(draws.flatMap((g) => [...g]));
}

/** √n D of a sample against a cdf. */
function kolmogorov(draws: Float64Array, cdf: (u: number) => number): number {
  const n = draws.length;
  let D = 0;
  draws
    .slice()
    .sort()
    .forEach((u, i) => {
      const p = cdf(u);
      D = Math.max(D, p - i / n, (i + 1) / n - p);
    });
  return D * Math.sqrt(n);
}

describe("draws follow the cdf, and not that of a scale 10 % off", () => {
  const laplaceCdf = (u: number): number => (u < 0 ? Math.exp(u) / 2 : 1 - Math.exp(-u) / 2);
  it.each<[string, Noise, (u: number) => number]>([
    ["N(0, 1)", gaussian(1), normalDistribution],
    ["t, ν = 0.3", studentT({ nu: 0.3 }), (u) => studentDistribution(u, 0.3)],
    ["t, ν = 1", studentT({ nu: 1 }), (u) => studentDistribution(u, 1)],
    ["t, ν = 2.5", studentT({ nu: 2.5 }), (u) => studentDistribution(u, 2.5)],
    ["t, ν = 40", studentT({ nu: 40 }), (u) => studentDistribution(u, 40)],
    ["t, ν = 10¹²", studentT({ nu: 1e12 }), normalDistribution],
    ["Laplace", laplace(1), laplaceCdf],
    ["uniform", uniformNoise(1), (u) => Math.min(1, Math.max(0, (1 + u) / 2))],
    ["α = 1", alphaStable({ alpha: 1 }), (u) => studentDistribution(u, 1)],
    ["α = 2", alphaStable({ alpha: 2 }), (u) => normalDistribution(u / Math.SQRT2)],
  ])("%s", (_, noise, cdf) => {
    const draws = sample(noise, 101);
    expect(kolmogorov(draws, cdf)).toBeLessThan(KOLMOGOROV);
    expect(kolmogorov(draws, (u) => cdf(u / 1.1))).toBeGreaterThan(KOLMOGOROV);
    expect(kolmogorov(draws, (u) => cdf(u * 1.1))).toBeGreaterThan(KOLMOGOROV);
  });
});

describe("α-stable draws", () => {
  /** Largest |z| of the mean of cos(tX) against e^{−|st|^α}, whose variance is (1 + e^{−|2st|^α})/2 − e^{−2|st|^α}. */
  const worst = (draws: Float64Array, alpha: number, s: number): number => {
    const scores = [0.03, 0.3, 1, 2, 5].map((t) => {
      const mean = draws.reduce((sum, x) => sum + Math.cos(t * x), 0) / draws.length;
      const cf = (u: number): number => Math.exp(-((s * u) ** alpha));
      return (mean - cf(t)) / Math.sqrt(((1 + cf(2 * t)) / 2 - cf(t) ** 2) / draws.length);
    });
    return Math.max(...scores.map(Math.abs));
  };
  it.each([0.3, 0.5, 0.9, 1, 1.1, 1.5, 1.9, 2])("have their characteristic function, α = %f", (alpha) => {
    const draws = sample(alphaStable({ alpha, scale: 0.7 }), 103);
    expect(worst(draws, alpha, 0.7)).toBeLessThan(ERRORS);
    expect(worst(draws, alpha, 0.77)).toBeGreaterThan(ERRORS);
    expect(worst(draws, alpha * 0.9, 0.7)).toBeGreaterThan(ERRORS);
  });

  it("follow the cdf that inverting the characteristic function gives, α = 1.5", () => {
    // F(x) = ½ + (1/π) ∫₀^∞ sin(tx)/t e^{−t^α} dt; at t = 9 the exponential is 2·10⁻¹²
    const cdf = (x: number): number =>
      0.5 + integrate((t) => (Math.sin(t * x) / t) * Math.exp(-(t ** 1.5)), 0, 9, 60) / Math.PI;
    const draws = sample(alphaStable({ alpha: 1.5 }), 107);
    for (const x of [-10, -3, -1, -0.2, 0.5, 2, 5]) {
      const p = cdf(x);
      const share = draws.reduce((count, draw) => count + (draw <= x ? 1 : 0), 0) / draws.length;
      expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / draws.length)).toBeLessThan(ERRORS);
    }
  });
});

describe("discrete draws", () => {
  it("take their values with their probabilities, around G", () => {
    const values = [-3, 0.5, 1, 2];
    const probabilities = [0.25, 0.3, 0.4, 0.05];
    const mean = values.reduce((sum, v, i) => sum + v * probabilities[i], 0);
    const centred = values.map((v) => v - mean);
    const draws = sample(discrete({ values: centred, probabilities, scale: 2 }), 109);
    centred.forEach((v, i) => {
      const share = draws.reduce((count, draw) => count + (draw === 2 * v ? 1 : 0), 0) / draws.length;
      const p = probabilities[i];
      const error = Math.sqrt((p * (1 - p)) / draws.length);
      expect(Math.abs(share - p) / error).toBeLessThan(ERRORS);
      expect(Math.abs(share - 1.1 * p) / error).toBeGreaterThan(ERRORS);
    });
    expect(new Set(draws).size).toBe(4);
  });

  it("of Rademacher's law are ±s", () => {
    const draws = sample(rademacher(0.5), 113, 100_000, 2);
    expect(new Set(draws)).toEqual(new Set([1.5, 2.5]));
    const excess = draws.reduce((sum, draw) => sum + (draw - 2) / 0.5, 0);
    expect(Math.abs(excess) / Math.sqrt(100_000)).toBeLessThan(ERRORS);
  });
});

describe("the largest draws", () => {
  it("do not meet the limits of the arithmetic", () => {
    for (const noise of [studentT({ nu: 1e15 }), laplace(1), alphaStable({ alpha: 0.2 }), studentT({ nu: 0.15 })]) {
      expect(sample(noise, 127).every(Number.isFinite)).toBe(true);
    }
    // P(|T| > x) falls as x^{−ν}: of ν = 0.005 a share e^{−0.005 · 709.8} = 0.029 is beyond the largest double number
    const draws = sample(studentT({ nu: 0.005 }), 127, 10_000);
    const beyond = draws.filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    const p = Number.MAX_VALUE ** -0.005;
    expect(Math.abs(beyond.length / 10_000 - p) / Math.sqrt((p * (1 - p)) / 10_000)).toBeLessThan(ERRORS);
    expect(draws.some(Number.isNaN)).toBe(false);
  });
});

describe("closed forms", () => {
  const densities: readonly [string, Noise, number, (u: number) => number][] = [
    ["Laplace", laplace(0.7), 40, (u) => Math.exp(-Math.abs(u) / 0.7) / 1.4],
    ["uniform", uniformNoise(0.7), 0.7, () => 1 / 1.4],
  ];
  it.each(densities)("of the %s law are those of quadrature", (_, noise, end, density) => {
    const at = lawFunctions(noise);
    /** ∫ φ(u) f(u) du from −end, in pieces between the corners of f, of the cdf and of the clip. */
    const expectation = (φ: (u: number) => number, corners: readonly number[], to = end): number => {
      const inside = corners.filter((corner) => Math.abs(corner) < to);
      const points = [-end, ...inside, 0, to].sort((a, b) => a - b);
      return points.slice(1).reduce((sum, b, i) => sum + integrate((u) => φ(u) * density(u), points[i], b, 40), 0);
    };
    for (const u of [-0.69, -0.2, 1e-6, 0.3, 0.65]) {
      expect(at("pdf", u)).toBeCloseTo(density(u), 14);
      const points = [-end, Math.min(0, u), u];
      const mass = points.slice(1).reduce((sum, b, i) => sum + integrate(density, points[i], b, 40), 0);
      expect(at("cdf", u)).toBeCloseTo(mass, 13);
    }
    for (const G of [-3, -0.9, -0.4, 0, 0.1, 0.5, 2]) {
      for (const c of [0.05, 0.4, 1, 5]) {
        const clipped = (u: number): number => Math.max(-c, Math.min(c, G + u));
        const mean = expectation(clipped, [-c - G, c - G]);
        const second = expectation((u) => clipped(u) ** 2, [-c - G, c - G]);
        // the difference of two numbers of size c² rounds to about 10⁻¹⁵ c²
        expect(Math.abs(at("clipMean", G, c) - mean)).toBeLessThan(1e-14 * (1 + c));
        expect(Math.abs(at("clipVar", G, c) - (second - mean * mean))).toBeLessThan(1e-14 * (1 + c * c + G * G));
      }
    }
  });

  it("end where the law does", () => {
    const at = lawFunctions(uniformNoise(0.5));
    expect([at("cdf", -0.6), at("cdf", 0.6), at("pdf", 0.6), at("pdf", 0)]).toEqual([0, 1, 0, 1]);
    expect(at("clipVar", 9, 1)).toBe(0);
  });
});

describe("the covariance", () => {
  const laws: readonly [Noise, number][] = [
    [laplace(0.7), 2 * 0.49],
    [uniformNoise(0.7), 0.49 / 3],
    [alphaStable({ alpha: 2, scale: 0.7 }), 2 * 0.49],
    [rademacher(0.7), 0.49],
    [discrete({ values: [-2, 1], probabilities: [1 / 3, 2 / 3], scale: 0.7 }), 0.49 * 2],
    [studentT({ nu: 6, scale: 0.7 }), (0.49 * 6) / 4],
  ];
  it.each(laws.map(([noise, variance]) => [noise.description, noise, variance] as const))(
    "of %s is that of its draws, and drives the SDE",
    (_, noise, variance) => {
      const draws = sample(noise, 131);
      const squares = draws.map((u) => u * u);
      const mean = squares.reduce((sum, u) => sum + u, 0) / squares.length;
      const error = Math.sqrt(squares.reduce((sum, u) => sum + (u - mean) ** 2, 0)) / squares.length;
      // the square of ±s does not fluctuate: what is left is the rounding of the sum
      expect(Math.abs(mean - variance)).toBeLessThan(ERRORS * error + squares.length * 2 ** -53);
      expect(Math.abs(mean - 1.21 * variance)).toBeGreaterThan(ERRORS * error);
      const chain = sde(sgd({ eta: 0.01 }), problem({ objective: quadratic([1]), noise, start: [1] }), { substeps: 2 });
      const [entry] = sdeCoefficients(chain, { x: [1] }).diffusion.x.entries;
      expect(Math.abs(entry ** 2 - 0.01 * variance)).toBeLessThan(1e-15);
    },
  );

  it("that does not exist is refused with the reason", () => {
    const build = (noise: Noise) => sde(sgd({ eta: 0.01 }), problem({ objective: quadratic([1]), noise, start: [1] }));
    expect(() => sdeCoefficients(build(alphaStable({ alpha: 1.5 })), { x: [1] })).toThrow(
      "needs √Σ of the α-stable noise, but the covariance of α-stable noise is infinite for α < 2, got α = 1.5; SignSGD does have an SDE for α ≥ 0.5",
    );
    expect(() => sdeCoefficients(build(alphaStable({ alpha: 1 })), { x: [1] })).toThrow("as studentT({ nu: 1 })");
    const still = problem({ objective: quadratic([1]), noise: gaussian(0), start: [1] });
    expect(() => sdeCoefficients(sde(signSgd({ eta: 0.01 }), still), { x: [1] })).toThrow(
      "needs cdf() of the Gaussian noise, but the noise must not vanish in any coordinate (σ > 0): its law then jumps, and SignSGD walks on a lattice without chance; take σ > 0, however small, or run the optimizer alone",
    );
  });
});

describe("bad input", () => {
  const square = (entries: number[]) => ({ rows: 2, columns: 2, entries: Float64Array.from(entries) });

  it.each<[() => unknown, string]>([
    [
      () => gaussian({ covariance: square([1, 0.5, 0, 1]) }),
      "gaussian: covariance must be symmetric and positive semidefinite, got [1, 0.5, 0, 1]",
    ],
    [
      () => gaussian({ covariance: square([1, 2, 2, 1]) }),
      "gaussian: covariance must be symmetric and positive semidefinite, got [1, 2, 2, 1]",
    ],
    [() => laplace(-1), "laplace: b must be a number ≥ 0, got -1"],
    [() => uniformNoise([1, -1]), "uniformNoise: a[1] must be a number ≥ 0, got -1"],
    [() => alphaStable({ alpha: 3 }), "alphaStable: alpha must be a number in (0, 2], got 3"],
    [() => alphaStable({ alpha: 0 }), "alphaStable: alpha must be a positive number, got 0"],
    [() => alphaStable({ alpha: 1, c: 1 } as never), 'alphaStable: unknown option "c"'],
    [() => alphaStable(undefined as never), "alphaStable: options must be an object, got undefined"],
    [() => rademacher(-1), "rademacher: scale must be a number ≥ 0, got -1"],
    [() => discrete({ values: [0], probabilities: [1] }), "discrete: values must be at least two, got 1"],
    [() => discrete({ values: [1, -1], probabilities: [1] }), "discrete: probabilities must have 2 entries, got 1"],
    [
      () => discrete({ values: [1, -1], probabilities: [0.5, 0.6] }),
      "discrete: probabilities must have sum 1, got 1.1",
    ],
    [
      () => discrete({ values: [1, -1], probabilities: [1.5, -0.5] }),
      "discrete: probabilities[1] must be a number ≥ 0",
    ],
    [() => discrete({ values: [1, -2], probabilities: [0.5, 0.5] }), "discrete: values must have mean 0, got -0.5"],
  ])("%#", (build, message) => {
    expect(build).toThrow(message);
  });
});

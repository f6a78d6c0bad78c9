import { describe, expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { adamWLossBound, adamWStationaryVarianceDiscrete } from "./adam.js";
import { clipLinearisation, clippedStationaryVariance } from "./clipping.js";
import { rmspropStationaryVariance } from "./rmsprop.js";
import { type ScalingRuleKey, scalingRules, signumScalingRule } from "./scaling-rules.js";
import { sgdStationaryVariance } from "./sgd.js";
import { signSgdStationaryVariance } from "./sign-sgd.js";

const δ = 4;

/** A floor and the rate of progress per step, at given parameters and noise. */
interface Behaviour {
  readonly floor: number;
  readonly rate: number;
}

/** By what the rule multiplies floor and progress per sample, for noise σ/√δ and δ samples per step. */
function change(
  key: ScalingRuleKey,
  parameters: Readonly<Record<string, number>>,
  at: (parameters: Readonly<Record<string, number>>, sigma: number) => Behaviour,
): Behaviour {
  const σ = 1.7;
  const base = at(parameters, σ);
  const scaled = at(scalingRules[key].apply(parameters, δ), σ / Math.sqrt(δ));
  return { floor: scaled.floor / base.floor, rate: scaled.rate / base.rate / δ };
}

const h = 0.6;
/** Leading orders: what is left is rounding. */
const ROUNDING = 1e-12;

describe("right rules keep floor and progress per sample", () => {
  const cases: readonly [ScalingRuleKey, Readonly<Record<string, number>>, Parameters<typeof change>[2]][] = [
    ["sgd", { eta: 0.01 }, ({ eta }, sigma) => ({ floor: sgdStationaryVariance({ eta, h, sigma }), rate: eta * h })],
    [
      "signSgd",
      { eta: 0.01 },
      ({ eta }, sigma) => ({ floor: signSgdStationaryVariance({ eta, h, sigma }), rate: (eta * h) / sigma }),
    ],
    [
      "adaptive",
      { eta: 0.01, beta: 0.99, eps: 0.1 },
      ({ eta, eps }, sigma) => ({
        floor: rmspropStationaryVariance({ eta, h, sigma, eps }),
        rate: (eta * h) / (sigma + eps),
      }),
    ],
    [
      "adaptiveWithDecay",
      { eta: 0.01, beta: 0.99, lambda: 0.3, eps: 0.1 },
      ({ eta, lambda, eps }, sigma) => ({
        floor: rmspropStationaryVariance({ eta, h, sigma, eps, lambda }),
        rate: eta * (h / (sigma + eps) + lambda),
      }),
    ],
    [
      "clippedSgd",
      { eta: 0.01, c: 1.2 },
      ({ eta, c }, sigma) => ({
        floor: clippedStationaryVariance({ eta, h, sigma, c }),
        rate: clipLinearisation(sigma, c).slope * h * eta,
      }),
    ],
  ];
  test.each(cases)("%s", (key, parameters, at) => {
    expect(scalingRules[key].holds).toBe(true);
    const { floor, rate } = change(key, parameters, at);
    expect(Math.abs(floor - 1)).toBeLessThan(ROUNDING);
    expect(Math.abs(rate - 1)).toBeLessThan(ROUNDING);
  });

  test("fixedThreshold, for c ≪ σ up to (c/σ)²", () => {
    const { floor, rate } = change("fixedThreshold", { eta: 0.01, c: 0.01 }, ({ eta, c }, sigma) => ({
      floor: clippedStationaryVariance({ eta, h, sigma, c }),
      rate: clipLinearisation(sigma, c).slope * h * eta,
    }));
    expect(Math.abs(floor - 1)).toBeLessThan(4 * (0.01 / 0.85));
    expect(Math.abs(rate - 1)).toBeLessThan(1e-4);
  });

  /** Var = ηS/(2a), a = √(2/π) h/σ_m, σ_m = σ √((1−β)/(1+β)), S = 1 + (4/π) Σ asin βʲ. */
  const signum = (eta: number, beta: number, sigma: number): Behaviour => {
    let S = 1;
    for (let j = 1, power = beta; power > 1e-17; j++, power *= beta) S += (4 / Math.PI) * Math.asin(power);
    const a = (Math.sqrt(2 / Math.PI) * h) / (sigma * Math.sqrt((1 - beta) / (1 + beta)));
    return { floor: (eta * S) / (2 * a), rate: eta * a };
  };

  test.each([0, 0.5, 1])("Signum, q = %d, up to the memory's share 1 − β", (q) => {
    const rule = signumScalingRule(q);
    const base = signum(5e-4, 0.99, 1);
    const { eta, beta } = rule.apply({ eta: 5e-4, beta: 0.99 }, δ);
    const scaled = signum(eta, beta, 1 / Math.sqrt(δ));
    expect(Math.abs(scaled.floor / base.floor - 1)).toBeLessThan(q === 0 ? ROUNDING : 0.03);
    expect(Math.abs(scaled.rate / base.rate / δ - 1)).toBeLessThan(q === 0 ? ROUNDING : 0.03);
  });

  test("Signum: floors E x² of simulations at η = 5·10⁻⁴, β = 0.99, h = σ = 1, error about 1 %", () => {
    // the floor goes with 1/h
    const floor = (eta: number, beta: number, sigma: number): number => signum(eta, beta, sigma).floor * h;
    expect(relativeError(floor(5e-4, 0.99, 1), 3.033e-3)).toBeLessThan(0.03);
    expect(relativeError(floor(1e-3, 0.99, 0.5), 3.002e-3)).toBeLessThan(0.03);
    expect(relativeError(floor(2e-3, 0.96, 0.5), 3.034e-3)).toBeLessThan(0.03);
    // η × 2 with 1 − β × 4: half the floor
    expect(relativeError(floor(1e-3, 0.96, 0.5), 1.512e-3)).toBeLessThan(0.03);
  });
});

describe("AdamW at η = 0.001, σ = 2, β = (0.99, 0.999), λ = 0.5, h = 1, δ = 4: E f", () => {
  const base = { eta: 0.001, beta1: 0.99, beta2: 0.999, lambda: 0.5, eps: 0 };
  const floor = (parameters: typeof base, sigma: number): number =>
    adamWStationaryVarianceDiscrete({ ...parameters, h: 1, sigma }) / 2;

  // simulations of 8000 runs, error about 1 %; the law with v̂ frozen lacks 1 − β₂ besides
  test.each([
    ["adaptiveWithDecay", 2.362e-4],
    ["linearAdaptive", 6.435e-4],
    ["adaptiveWithoutDecay", 3.265e-4],
    ["nothing", 1.576e-4],
  ] as const)("%s", (key, simulated) => {
    const { eta, beta1, beta2, lambda, eps } = scalingRules[key].apply(base, δ);
    expect(relativeError(floor({ eta, beta1, beta2, lambda, eps }, 1), simulated)).toBeLessThan(0.02);
  });

  test("the base", () => {
    expect(relativeError(floor(base, 2), 2.394e-4)).toBeLessThan(0.02);
  });

  test("the rule keeps the asymptotic bound, and ρ₁/(ρ₁ + λ)", () => {
    const scaled = scalingRules.adaptiveWithDecay.apply(base, δ);
    const bound = ({ eta, lambda }: { eta: number; lambda: number }, sigma: number): number =>
      adamWLossBound({ eta, lambda, mu: 1, smoothness: 10, trace: 20, sigma });
    expect(relativeError(bound(scaled, 1), bound(base, 2))).toBeLessThan(ROUNDING);
    const factor = ({ eta, beta1, lambda }: typeof base): number => (1 - beta1) / (1 - beta1 + eta * lambda);
    expect(relativeError(factor(scaled), factor(base))).toBeLessThan(ROUNDING);
  });
});

test("parameters that a rule does not name stay, and the β must stay in [0, 1)", () => {
  expect(scalingRules.adaptive.apply({ eta: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, N: 3 }, 4)).toEqual({
    eta: 0.2,
    beta1: expect.closeTo(0.6, 14) as number,
    beta2: expect.closeTo(0.96, 14) as number,
    eps: 5e-9,
    N: 3,
  });
  expect(() => scalingRules.adaptive.apply({ eta: 0.1, beta1: 0.75 }, 16)).toThrow(
    "square root rule: beta1 must stay in [0, 1) at δ = 16, got -3",
  );
  expect(() => scalingRules.sgd.apply({ eta: 0.1 }, 0)).toThrow("linear rule: delta must be a positive number, got 0");
  expect(() => scalingRules.sgd.apply({ beta: 0.1 }, 2)).toThrow("linear rule: parameters must contain eta");
  expect(() => signumScalingRule(Number.NaN)).toThrow("signumScalingRule: q must be a finite number, got NaN");
});

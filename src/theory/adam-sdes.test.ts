import { describe, expect, it } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { adamWStationaryVarianceDiscrete, adamWStationaryVarianceWithMomentum } from "./adam.js";
import { type AdamSde, adamStationaryVarianceOfSde } from "./adam-sdes.js";

describe("the SDEs of Adam with V frozen", () => {
  const adam = { eta: 0.01, h: 1, sigma: 1, lambda: 0, beta1: 0.9 };

  // five digits from the linear system of each
  it.each([
    ["plain", 5e-3],
    ["paper", 4.0099e-3],
    ["consistent", 4.9554e-3],
    ["look-ahead", 4.9554e-3],
  ] as const)("«%s» at η = 0.01, κ = 1, β₁ = 0.9", (sde, expected) => {
    expect(relativeError(adamStationaryVarianceOfSde({ ...adam, sde }), expected)).toBeLessThan(1e-5);
    expect(relativeError(adamWStationaryVarianceDiscrete(adam), 5.0013e-3)).toBeLessThan(1e-5);
  });

  it("«paper» is low by β₁²/(1 + ηκ)", () => {
    expect(
      adamStationaryVarianceOfSde({ ...adam, sde: "paper" }) / adamStationaryVarianceOfSde({ ...adam, sde: "plain" }),
    ).toBeCloseTo(0.81 / 1.01, 12);
  });

  it("«plain» has the factor ρ₁/(ρ₁ + λ)", () => {
    const options = { eta: 0.01, h: 2, sigma: 0.5, eps: 0.2, lambda: 0.7, beta1: 0.8 };
    const own = adamStationaryVarianceOfSde({ ...options, sde: "plain" });
    expect(relativeError(own, adamWStationaryVarianceWithMomentum(options))).toBeLessThan(1e-13);
  });

  /** The relative error of the floor at η, ρ₁ = 5. */
  const gap = (sde: AdamSde, eta: number): number => {
    const options = { eta, h: 2, sigma: 0.8, eps: 0.1, lambda: 0.7, beta1: 1 - 5 * eta };
    return adamStationaryVarianceOfSde({ ...options, sde }) / adamWStationaryVarianceDiscrete(options) - 1;
  };

  it.each([
    ["plain", 1],
    ["paper", 1],
    ["consistent", 1],
    ["second order", 2],
  ] as const)("«%s» tends to the optimizer with the power %d of η", (sde, power) => {
    expect(Math.log2(gap(sde, 2e-4) / gap(sde, 1e-4))).toBeCloseTo(power, 1);
  });

  it("«second order» is right to 0.2 % at β₁ = 0.9, with decay", () => {
    const options = { eta: 0.01, h: 1, sigma: 1, lambda: 1, beta1: 0.9 };
    const own = adamStationaryVarianceOfSde({ ...options, sde: "second order" });
    expect(relativeError(own, adamWStationaryVarianceDiscrete(options))).toBeLessThan(2e-3);
  });

  it("refuses β₁ = 1", () => {
    expect(() => adamStationaryVarianceOfSde({ ...adam, beta1: 1, sde: "plain" })).toThrow(
      "β must lie in [0, 1), got 1",
    );
  });
});

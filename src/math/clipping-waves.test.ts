import { describe, expect, it } from "vitest";
import { normWaves, smoothWaves, type Wave } from "./clipping-waves.js";
import type { Complex } from "./complex.js";

/** Re Σ w e^{−θρ} */
function sum(waves: readonly Wave[], weight: (wave: Wave) => Complex, ρ: number): number {
  return waves.reduce((total, wave) => {
    const [re, im] = weight(wave);
    const angle = -wave.θ[1] * ρ;
    return total + Math.exp(-wave.θ[0] * ρ) * (re * Math.cos(angle) - im * Math.sin(angle));
  }, 0);
}

/** The larger error of φ and of φ². */
function error(waves: readonly Wave[], φ: (ρ: number) => number, ρ: number): number {
  const of = [sum(waves, ({ a }) => a, ρ) - φ(ρ), sum(waves, ({ b }) => b, ρ) - φ(ρ) ** 2];
  return Math.max(...of.map(Math.abs));
}

const norm = (ρ: number): number => Math.min(1, 1 / Math.sqrt(ρ));
const smooth = (ρ: number): number => 1 / Math.sqrt(1 + ρ);

describe("norm clipping as damped waves", () => {
  it("has an error away from the kink that falls like N⁻³", () => {
    const places = Array.from({ length: 300 }, (_, j) => 0.02 * j).filter((ρ) => Math.abs(ρ - 1) > 0.3);
    const [coarse, fine] = [64, 128].map((fineness) => {
      const waves = normWaves(100, fineness);
      return Math.max(...places.map((ρ) => error(waves, norm, ρ)));
    });
    expect(coarse).toBeLessThan(5e-5);
    expect(coarse / fine).toBeGreaterThan(6);
  });

  it.each([10, 100, 1000, 1e4])("is right far away, at ρ = %d", (ρ) => {
    // the trapezoidal rule, what is below its last node relative to φ, and the next period, e⁻²⁰ of the largest term
    expect(error(normWaves(100, 64), norm, ρ)).toBeLessThan(1e-6 * norm(ρ) + 1e-7);
  });

  it("has an error at the kink that falls like 1/N", () => {
    const [coarse, fine] = [64, 128].map((fineness) => error(normWaves(100, fineness), norm, 1));
    expect(fine).toBeLessThan(0.004);
    expect(coarse / fine).toBeGreaterThan(1.8);
    expect(coarse / fine).toBeLessThan(2.2);
  });
});

it.each([0, 0.3, 1, 4, 100, 1e4])("smooth clipping, at ρ = %d", (ρ) => {
  // the trapezoidal rule, and what is below its last node relative to φ
  expect(error(smoothWaves(100, 0), smooth, ρ)).toBeLessThan(1e-6 * smooth(ρ) + 2e-8);
});

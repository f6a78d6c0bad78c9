import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { lionStationaryCovariance } from "./lion.js";
import { signSgdStationaryVariance } from "./sign-sgd.js";

const options = { eta: 1e-3, beta1: 0.9, beta2: 0.99, h: 2, sigma: 0.5 };

test("without a memory in the sign it is SignSGD, to leading order in η", () => {
  const gap = (eta: number): number => {
    const coordinate = { ...options, eta, beta1: 0 };
    return lionStationaryCovariance(coordinate).x / signSgdStationaryVariance(coordinate) - 1;
  };
  // r² = h² Var X/σ² is of order η
  expect(Math.abs(gap(1e-3))).toBeLessThan(0.01);
  expect(gap(1e-3) / gap(5e-4)).toBeCloseTo(2, 1);
});

test("it solves its own equation: E X² and E XM do not change", () => {
  const { x, memory, cross } = lionStationaryCovariance({ ...options, lambda: 0.7 });
  const [rho, kappa] = [10, 9];
  const r2 = (4 * x + 4 * kappa * cross + kappa ** 2 * memory) / 0.25;
  const slope = Math.sqrt(2 / Math.PI / (1 + r2));
  const noise = 1e-3 * (1 - (2 / Math.PI) * Math.asin(r2 / (1 + r2)));
  const ofX = -2 * ((slope * (2 * x + kappa * cross)) / 0.5 + 0.7 * x) + noise;
  const ofM = 2 * rho * (2 * cross - memory) + 1e-3 * (rho * 0.5) ** 2;
  const ofXM =
    -((slope * (2 * cross + kappa * memory)) / 0.5 + 0.7 * cross) + rho * (2 * x - cross) - 1e-3 * rho * 0.5 * slope;
  expect(Math.abs(ofX)).toBeLessThan(1e-12 * noise);
  expect(Math.abs(ofM)).toBeLessThan(1e-12 * rho * memory);
  expect(Math.abs(ofXM)).toBeLessThan(1e-12 * rho * Math.sqrt(x * memory));
});

test("weight decay lowers the variance", () => {
  const at = (lambda: number): number => lionStationaryCovariance({ ...options, lambda }).x;
  expect(at(1)).toBeLessThan(at(0));
  expect(relativeError(at(0), lionStationaryCovariance(options).x)).toBe(0);
});

test("what is refused", () => {
  expect(() => lionStationaryCovariance({ ...options, beta2: 1 })).toThrow("the memory β must lie in [0, 1), got 1");
  expect(() => lionStationaryCovariance({ ...options, lambda: -1 })).toThrow("lambda must be a number ≥ 0, got -1");
});

import { expect, test } from "vitest";
import { erf } from "../math/error-function.js";
import { relativeError } from "../math/relative-error.js";
import {
  phase1Bound,
  phase1BoundTight,
  phase1EndTime,
  phase2Bound,
  phase2Rate,
  phase3Bound,
  phase3Rate,
  phaseBoundaries,
  phaseConstants,
  signPhase,
} from "./sign-sgd-phases.js";

test("the constants of Phase 2, sixteen digits", () => {
  const { slope, lower, upper, tangency } = phaseConstants;
  expect(relativeError(slope, 0.24680870705119196)).toBeLessThan(1e-14);
  expect(relativeError(lower, 0.5958920858985228)).toBeLessThan(1e-14);
  expect(relativeError(upper, 0.6144778732432897)).toBeLessThan(1e-14);
  expect(relativeError(tangency, 1.232851956003817)).toBeLessThan(1e-14);
});

test("erf lies between its secant and its tangent on Phase 2", () => {
  const { slope, lower, upper } = phaseConstants;
  for (let i = 0; i <= 1000; i++) {
    const y = phaseBoundaries.inner + (i / 1000) * (phaseBoundaries.outer - phaseBoundaries.inner);
    expect(erf(y) - slope * y - lower).toBeGreaterThan(-1e-15);
    expect(erf(y) - slope * y - upper).toBeLessThan(1e-15);
  }
});

test("phases", () => {
  expect([0, -0.9, 1.2, -1.4, 1.6, -40].map(signPhase)).toEqual([3, 3, 2, 2, 1, 1]);
});

// f = x₁²/2 + x₂², x₀ = (1, ½), σ = 0.1, η = 0.001
const problem = { eta: 0.001, mu: 1, trace: 3, sigma: 0.1, gap: 0.75, d: 2 };

test("rates and times, ten digits", () => {
  expect(relativeError(phase1EndTime(problem), 1.732050808)).toBeLessThan(1e-9);
  expect(relativeError(phase2Rate(problem), 1.746723968)).toBeLessThan(1e-9);
  expect(relativeError(phase3Rate(problem), 8.010676597)).toBeLessThan(1e-9);
  expect(relativeError(phase3Bound(problem)(1e3), 9.362505e-5)).toBeLessThan(1e-7); // seven digits
});

// t, bound 1, bound 1 tight, bound 2, bound 3; relative tolerance from the digits printed, at least four
test.each([
  [0.25, 0.549119, 0.475064, 0.31335, 0.0137555],
  [0.5, 0.379487, 0.262628, 0.131029, 3.425e-4],
  [1, 0.133975, 0.0252551, 0.0231147, 9.371e-5],
  [1.5, 0.0134619, 0, 0.0043005, 9.363e-5],
])("bounds at t = %d", (t, bound1, tight, bound2, bound3) => {
  expect(relativeError(phase1Bound(problem)(t), bound1)).toBeLessThan(4e-6);
  expect(relativeError(phase1BoundTight(problem)(t), tight)).toBeLessThan(4e-6);
  expect(relativeError(phase2Bound(problem)(t), bound2)).toBeLessThan(2e-5);
  expect(relativeError(phase3Bound(problem)(t), bound3)).toBeLessThan(2e-4);
});

test("every bound starts at S₀, and the tight one is below", () => {
  for (const bound of [phase1Bound, phase1BoundTight, phase3Bound]) expect(bound(problem)(0)).toBeCloseTo(0.75, 15);
  expect(phase2Bound(problem)(0)).toBe(0.75);
  expect(phase1Bound(problem)(2)).toBe(0);
  for (let t = 0; t < 2; t += 0.1) expect(phase1BoundTight(problem)(t)).toBeLessThanOrEqual(phase1Bound(problem)(t));
});

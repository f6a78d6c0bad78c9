import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { scheduledSignSgdLoss, scheduledTime, scheduledVariance, scheduledVarianceLimit } from "./schedulers.js";
import { sgdVariance } from "./sgd.js";

const sign = { eta: 0.1, rate: Math.sqrt(2 / Math.PI) };

// E f at t = 4000, four digits; simulations of SignSGD beside them: .013963, .002665, 4.997e-4, 2.152e-4
test.each([
  [0.1, 0.01367],
  [0.3, 0.002602],
  [0.5, 4.954e-4],
  [0.6, 2.161e-4],
  [1, 2.1e-5],
])("the floor that follows (1 + t)^−%d", (p, expected) => {
  const loss = scheduledSignSgdLoss({ eta: 0.1, h: [1], sigma: [1], p });
  expect(relativeError(loss(4000), expected)).toBeLessThan(p === 1 ? 2e-3 : 3e-4);
  // the exact solution forgets its start and comes to the limit as 1/(1 + t)^(1 − p), for p = 1 as t^(1 − 2a)
  const exact = scheduledVariance({ ...sign, p, start: 0.01 })(4000) / 2;
  expect(relativeError(exact, loss(4000))).toBeLessThan(p === 1 ? 0.02 : 4000 ** (p - 1));
});

test("the variance solves v′ = −2a s v + ηD² s², by Runge and Kutta", () => {
  for (const p of [0, 0.3, 0.5, 0.9, 1]) {
    const options = { eta: 0.1, rate: 1.3, noise: 0.7, p, start: 0.2 };
    const slope = (t: number, v: number): number => {
      const s = (1 + t) ** -p;
      return -2 * 1.3 * s * v + 0.1 * 0.49 * s * s;
    };
    let v = 0.2;
    const dt = 1 / 256;
    for (let k = 0; k < 5 * 256; k++) {
      const t = k * dt;
      const k1 = slope(t, v);
      const k2 = slope(t + dt / 2, v + (dt / 2) * k1);
      const k3 = slope(t + dt / 2, v + (dt / 2) * k2);
      const k4 = slope(t + dt, v + dt * k3);
      v += (dt / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    // order 4: (2.6/256)⁴ ≈ 10⁻⁸, times the small constants of the method
    expect(relativeError(scheduledVariance(options)(5), v)).toBeLessThan(1e-9);
  }
});

test("a constant learning rate is p = 0", () => {
  const v = scheduledVariance({ eta: 0.05, rate: 2, noise: 0.5, p: 0 });
  const expected = sgdVariance({ eta: 0.05, h: 2, sigma: 0.5 });
  for (const t of [0.01, 0.3, 7]) expect(relativeError(v(t), expected(t))).toBeLessThan(1e-13);
  expect(scheduledTime(0)(3)).toBeCloseTo(3, 14);
  expect(scheduledTime(1)(Math.E - 1)).toBeCloseTo(1, 14);
});

test("p = 1 keeps its start for ever where 2a ≤ 1", () => {
  expect(scheduledVarianceLimit({ eta: 0.1, rate: 0.4, p: 1 })(10)).toBeNaN();
  // v(0) (1 + t)^−2a is then the larger part
  const v = scheduledVariance({ eta: 0.1, rate: 0.4, p: 1, start: 1 });
  expect(v(1e6) * 1e6 ** 0.8).toBeGreaterThan(1);
});

test("what is refused", () => {
  expect(() => scheduledTime(1.5)).toThrow("scheduledTime: p must be a number in [0, 1], got 1.5");
  expect(() => scheduledVariance({ eta: 0.1, rate: 0, p: 0.5 })).toThrow("rate must be a positive number, got 0");
});

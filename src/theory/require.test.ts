import { expect, it } from "vitest";
import { adamStationaryVarianceOfSde } from "./adam-sdes.js";
import { clipMoments } from "./clipping.js";
import { rmspropMean, rmspropStationaryVarianceCorrected } from "./rmsprop.js";
import { sgdMean, sgdMeanDiscrete, sgdStationaryVariance, sgdVariance } from "./sgd.js";
import { signDrift, signSgdMean, signSgdStationaryVariance, signSlope, signVariance } from "./sign-sgd.js";
import { sgdQuarticEscape, sgdStabilityThreshold } from "./stability.js";

/** One coordinate, and what no caller with types can write. */
const own = { eta: 0.1, h: 1, sigma: 1, lambda: 0, beta: 0.9, beta1: 0.9 };
const nothing = undefined as never;
const wrong = (value: unknown): never => value as never;

it.each([
  [
    () => sgdMean({ ...own, x0: 1, sde: wrong("flaped") }),
    'sgdMean: sde must be one of plain, second order, flipped, got "flaped"; did you mean flipped?',
  ],
  [() => sgdVariance({ ...own, sde: wrong("paper") }), "sgdVariance: sde must be one of plain"],
  [() => sgdStabilityThreshold(1, wrong("sgd")), "sgdStabilityThreshold: of must be one of optimizer, plain"],
  [() => sgdQuarticEscape(1, wrong("sde")), "sgdQuarticEscape: of must be one of optimizer, plain"],
  [
    () => rmspropStationaryVarianceCorrected({ ...own, denominator: wrong("oldd") }),
    'rmspropStationaryVarianceCorrected: denominator must be one of new, old, got "oldd"; did you mean old?',
  ],
  [
    () => adamStationaryVarianceOfSde({ ...own, sde: wrong("malladi") }),
    'adamStationaryVarianceOfSde: sde must be one of plain, paper, consistent, look-ahead, second order, got "malladi"',
  ],
  [() => adamStationaryVarianceOfSde({ ...own, sde: nothing }), "got undefined"],
  [() => sgdMean({ ...own, x0: nothing }), "sgdMean: x0 must be a finite number, got undefined"],
  [() => sgdMeanDiscrete({ ...own, x0: nothing }), "sgdMeanDiscrete: x0 must be a finite number"],
  [() => rmspropMean({ ...own, x0: nothing }), "rmspropMean: x0 must be a finite number, got undefined"],
  [() => signSgdMean({ ...own, x0: nothing }), "signSgdMean: x0 must be a finite number, got undefined"],
  [() => clipMoments(Number.NaN, 1, 1), "clipMoments: gradient must be a finite number, got NaN"],
  [() => clipMoments(0, -1, 1), "clipMoments: s must be a number ≥ 0, got -1"],
  [() => clipMoments(0, 1, -1), "clipMoments: c must be a number ≥ 0, got -1"],
  [() => clipMoments(0, 1, wrong("1")), 'clipMoments: c must be a number ≥ 0, got "1"'],
  [() => clipMoments(0, 1, 1, 0), "clipMoments: nu must be positive or Infinity, got 0"],
  [() => signDrift(Number.NaN), "signDrift: u must be a number, got NaN"],
  [() => signDrift(1, -1), "signDrift: nu must be positive or Infinity, got -1"],
  [() => signVariance(wrong("1")), 'signVariance: u must be a number, got "1"'],
  [() => signSlope(wrong("3")), 'signSlope: nu must be positive or Infinity, got "3"'],
  [() => sgdStationaryVariance(nothing), "sgdStationaryVariance: options must be an object, got undefined"],
  [() => signSgdStationaryVariance(nothing), "signSgdStationaryVariance: options must be an object, got undefined"],
])("%#", (call, message) => {
  expect(call).toThrow(message);
});

it("leaves what is right", () => {
  expect(signDrift(Infinity)).toBe(1);
  expect(clipMoments(-3, 0, 2).mean).toBe(-2);
  expect(sgdStabilityThreshold(1, "flipped")).toBe(2);
});

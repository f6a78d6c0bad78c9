import { expect, test } from "vitest";
import { constant, type Prediction, prediction } from "./prediction.js";

const floor: Prediction = {
  name: "loss floor",
  observable: "f",
  kind: "stationary",
  at: constant(0.25),
  source: "arXiv 2411.15958",
  standing: "paper",
  assumptions: "quadratic f",
};

test("a sound prediction comes back as it is", () => {
  expect(prediction(floor)).toBe(floor);
  expect(floor.at(7)).toBe(0.25);
});

test("a slip is named", () => {
  const loose = (change: object): Prediction => ({ ...floor, ...change });
  expect(() => prediction(loose({ name: " " }))).toThrow('prediction " ": name must be a non-empty text, got " "');
  expect(() => prediction(loose({ kind: "upper bound" }))).toThrow(
    'prediction "loss floor": kind must be one of exact, approximate, upper-bound, stationary, got "upper bound"; did you mean upper-bound?',
  );
  expect(() => prediction(loose({ standing: "folklore" }))).toThrow("standing must be one of paper");
  expect(() => prediction(undefined as never)).toThrow("prediction: options must be an object, got undefined");
  expect(() => prediction(loose({ at: 3 }))).toThrow("at must be a function of t, got 3");
});

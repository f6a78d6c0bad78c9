import { expect, it } from "vitest";
import { remembering } from "./remembering.js";

it("makes what it does not remember, and forgets what was asked for the longest ago", () => {
  const made: number[] = [];
  const square = remembering(
    (x: number) => {
      if (x < 0) throw new RangeError("negative");
      made.push(x);
      return { value: x * x };
    },
    String,
    2,
  );
  const first = square(1);
  expect(square(1)).toBe(first);
  square(2);
  square(1);
  square(3);
  // 2 is forgotten, 1 was asked for after it
  expect(square(1)).toBe(first);
  expect(square(2)).toEqual({ value: 4 });
  expect(made).toEqual([1, 2, 3, 2]);
  // what fails is not remembered
  expect(() => square(-1)).toThrow("negative");
  expect(() => square(-1)).toThrow("negative");
});

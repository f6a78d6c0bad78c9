/** Tells only that tables or constants have changed, not that they are right; the other tests tell that. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { moduleHome } from "../home.js";
import { type ElementaryName, elementary } from "./index.js";

const NAMES: readonly ElementaryName[] = ["cos", "erf", "exp", "expm1", "log", "log1p", "pow", "sign", "sin", "tanh"];

/** The memory of a module with every function in it. */
function image(): Uint8Array {
  const home = moduleHome();
  for (const type of ["f64x2", "f32x4"] as const) {
    const functions = elementary(type);
    for (const name of NAMES) home.declare(`all ${name} ${type}`, name === "pow" ? 2 : 1, functions[name]);
  }
  for (const nu of [0.1, 3, 300, 1e12]) {
    home.declare(`all student ${nu}`, 1, (graph, u) => elementary("f64x2").studentCdf(graph, u, nu));
  }
  return home.memory.image();
}

it("tables and constants are, to the bit, what Node 20, 22, 24 and Chromium build", () => {
  expect(createHash("sha256").update(image()).digest("hex")).toBe(
    "f75aba1799b57a3668b4ffe44fb8fe7c4f981df3c1899110d3cca22b36be8ad0",
  );
});

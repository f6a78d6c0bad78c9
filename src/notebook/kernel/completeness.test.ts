/** Whether a cell is whole: its compiler is asked, no kernel. */
import { describe, expect, it } from "vitest";
import { loadTypeScript } from "../typescript.js";
import { completeness } from "./completeness.js";

const of = (code: string) => completeness(loadTypeScript(), code);

describe("a cell", () => {
  it.each([
    "",
    "1 + 1",
    "const a = `abc`;",
    "const a = `${[1].map((k) => `${k}`)}\n`;",
    "/* a comment */ 1",
    "// {",
    "await Promise.resolve(1)",
    "for await (const k of [1]) k;",
    "export const x = 1;",
    "const f = <T>(x: T) => x;",
    // What the names stand for is not asked.
    "const a: number = 'text'; b;",
    "1 + 1 // c\n\n",
    "const letter = [1] as const",
    "a.let",
    "export const a = 1, b = 2; ",
  ])("is complete: %j", (code) => {
    expect(of(code)).toEqual({ status: "complete" });
  });

  it.each([
    ["const a = `abc", ""],
    ["const a = `abc\n\n", ""],
    ["const a = `  {\n  b", ""],
    ["const a = `b ${", "  "],
    ["const a = `b ${ c", ""],
    ["const a = `b ${ c }", ""],
    ["/* a comment", ""],
    ["1; /** {", ""],
    ["f(", "  "],
    ["f([1,\n   2,", "   "],
    ["[1, 2", ""],
    ["  for (const k of [1]) {", "    "],
    ["for (const k of [1]) {\n\n", ""],
    ["class A {\n  a = 1;", "  "],
    ["const a =", ""],
    ["1 +", ""],
    ["await", ""],
    ["const f = (x: number) =>", ""],
    ["if (a) b; else", ""],
    ["import { readFileSync } from", ""],
    // Blanks, line ends and comments behind it.
    ["a = ", ""],
    ["x => ", ""],
    ["a && ", ""],
    ["1 +\n", ""],
    ["  const x =\n", ""],
    ["if (a) // c", ""],
    ["1 + /* c */\n\n", ""],
    ["while (true) ", ""],
    ["throw ", ""],
    ["await ", ""],
    ["let x: ", ""],
    ["do {\n} ", ""],
    ["for (const a of ", ""],
    ["import { x } from ", ""],
    ["@dec\n", ""],
    ["label:\n", ""],
    // Words that the compiler takes for wrong, or for whole.
    ["import", ""],
    ["export ", ""],
    ["const ", ""],
    ["let", ""],
    ["1; export const", ""],
    ["let x, ", ""],
  ])("is incomplete: %j", (code, indent) => {
    expect(of(code)).toEqual({ status: "incomplete", indent });
  });

  it.each([
    "const a = 'abc",
    "/abc",
    "f(]",
    "const 1 = 2;",
    "}",
    "a b",
    "a b ",
    "import export",
    "const a = 1 }; f(",
    "`${]`",
  ])("is invalid: %j", (code) => {
    expect(of(code)).toEqual({ status: "invalid" });
  });
});

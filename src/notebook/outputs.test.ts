import { describe, expect, it } from "vitest";
import { collector, ensureError, type Output } from "./outputs.js";

function gather(messages: [string, Record<string, unknown>][]): Output[] {
  const { outputs, take } = collector(new Map());
  for (const [type, content] of messages) take(type, content);
  return outputs;
}

const figure = (text: string, id?: string): Record<string, unknown> => ({
  data: { "text/plain": text },
  metadata: {},
  transient: { display_id: id },
});

describe("outputs", () => {
  it("merges neighbouring streams of one name only", () => {
    const stream = (name: string, text: string): [string, Record<string, unknown>] => ["stream", { name, text }];
    expect(
      gather([stream("stdout", "a"), stream("stdout", "b\n"), stream("stderr", "c"), stream("stdout", "d")]),
    ).toEqual([
      { output_type: "stream", name: "stdout", text: "ab\n" },
      { output_type: "stream", name: "stderr", text: "c" },
      { output_type: "stream", name: "stdout", text: "d" },
    ]);
  });

  it("applies an update to every display of that id, in earlier cells too", () => {
    const displays = new Map();
    const earlier = collector(displays);
    earlier.take("display_data", figure("one", "x"));
    earlier.take("display_data", figure("other", "y"));
    const later = collector(displays);
    later.take("display_data", figure("one again", "x"));
    later.take("update_display_data", figure("two", "x"));
    later.take("update_display_data", figure("nobody", "z"));
    const shown = [...earlier.outputs, ...later.outputs].map(
      (o) => o.output_type === "display_data" && o.data["text/plain"],
    );
    expect(shown).toEqual(["two", "other", "two"]);
  });

  it("clears at once, or when the next output comes", () => {
    expect(
      gather([
        ["display_data", figure("a")],
        ["clear_output", {}],
      ]),
    ).toHaveLength(0);
    expect(
      gather([
        ["display_data", figure("a")],
        ["clear_output", { wait: true }],
      ]),
    ).toHaveLength(1);
    const replaced = gather([
      ["display_data", figure("a")],
      ["clear_output", { wait: true }],
      ["display_data", figure("b")],
    ]);
    expect(replaced).toMatchObject([{ data: { "text/plain": "b" } }]);
  });

  it("makes the error of a failed cell from its stderr", () => {
    const outputs = gather([
      ["stream", { name: "stdout", text: "before\n" }],
      [
        "stream",
        { name: "stderr", text: "a warning\n\u001b[31mRangeError [X]: f: bad 3\u001b[39m\n    at g (node:vm:1:2)\n" },
      ],
    ]);
    ensureError(outputs);
    expect(outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "before\n" },
      {
        output_type: "error",
        ename: "RangeError",
        evalue: "f: bad 3",
        traceback: ["a warning", "\u001b[31mRangeError [X]: f: bad 3\u001b[39m"],
      },
    ]);
  });

  it("leaves a kernel's own error alone, and owns up to having none", () => {
    const own = gather([
      ["error", { ename: "E", evalue: "v", traceback: ["t"] }],
      ["stream", { name: "stderr", text: "s" }],
    ]);
    const before = structuredClone(own);
    ensureError(own);
    expect(own).toEqual(before);
    const none: Output[] = [];
    ensureError(none);
    expect(none).toEqual([
      { output_type: "error", ename: "Error", evalue: "the kernel gave no message", traceback: [] },
    ]);
  });
});

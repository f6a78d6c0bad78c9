/** Stack traces that a cell prints itself: the same lines as in a traceback, and nothing of the kernel. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kernel, startKernel } from "../kernel-client.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  writeFileSync(
    join(cwd, "maker.ts"),
    'export interface Shape {\n  size: 1;\n}\nexport function made(): Error {\n  return new Error("made");\n}\n',
  );
  kernel = await startKernel({ cwd });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

/** What the cell prints or its value, line by line. */
async function linesOf(code: string): Promise<string[]> {
  const [output] = (await kernel.execute(code)).outputs;
  const text =
    output === undefined ? "" : "text" in output ? output.text : "data" in output && output.data["text/plain"];
  return `${text}`.trimEnd().split("\n");
}

const lines = (...frames: string[]): unknown[] =>
  frames.map((frame) => expect.stringMatching(new RegExp(`^${frame}$`)));

describe("a stack trace", () => {
  const declared = 'interface Shape {\n  size: 1;\n}\nfunction fails(): Error {\n  return new RangeError("f");\n}\n';

  it.each(["console.log(error);", "console.error(error);", "console.log(error.stack);", "error"])(
    "tells lines of the cell and no call of the kernel: %s",
    async (shows) => {
      const told = ["RangeError: f", "    at fails \\(cell \\d+:5:10\\)", "    at cell \\d+:7:15"];
      expect(await linesOf(`${declared}const error = fails();\n${shows}`)).toEqual(lines(...told));
    },
  );

  it("is told by console.trace", async () => {
    const told = ["Trace: here", "    at cell \\d+:4:9"];
    expect(await linesOf('interface Shape {\n  size: 1;\n}\nconsole.trace("here");')).toEqual(lines(...told));
  });

  it("names a file beside the notebook as it is called, with its lines", async () => {
    const told = ["Error: made", "    at made \\(.*[\\\\/]maker\\.ts:5:10\\)", "    at cell \\d+:2:17"];
    expect(await linesOf('import { made } from "./maker";\nconsole.log(made().stack);')).toEqual(lines(...told));
  });

  it("tells of a text that is evaluated where that is done, and leads out of deep calls", async () => {
    const told = ["Error: evaluated", "    at eval \\(<anonymous>:1:1\\)", "    at cell \\d+:3:13"];
    const evaluated = "const text = 'new Error(\"evaluated\")';\n\nconsole.log(eval(text).stack);";
    expect(await linesOf(evaluated)).toEqual(lines(...told));
    const deep = 'const down = (k: number): Error => (k === 0 ? new Error("deep") : down(k - 1));\n\ndown(25)';
    expect((await linesOf(deep)).at(-1)).toMatch(/^ {4}at cell \d+:3:1$/);
  });

  it("begins as Node's do", async () => {
    const first = async (thrown: string): Promise<string | undefined> =>
      (await linesOf(`try { ${thrown} } catch (error) { console.log(error.stack); }`))[0];
    expect(await first('Buffer.alloc("x" as never);')).toMatch(
      /^TypeError \[ERR_INVALID_ARG_TYPE\]: The "size" argument/,
    );
    expect(await first('throw Object.assign(new Error("a"), { name: "Mine", toString: () => "b" });')).toBe("Mine: a");
    expect(await first("throw Object.assign(new Error(), { name: Symbol() });")).toBe("<error>");
  });

  it("may be told by a function of one's own", async () => {
    const own = `const before = Error.prepareStackTrace;
      Error.prepareStackTrace = (_error, calls) => calls;
      const calls = new Error("own").stack as unknown as NodeJS.CallSite[];
      Error.prepareStackTrace = before;
      [calls.length > 0, typeof calls[0].getLineNumber(), typeof new Error("ours").stack]`;
    expect(await linesOf(own)).toEqual(["[ true, 'number', 'string' ]"]);
    const isOurs = '/^Error: o\\n    at cell \\d+:1:\\d+$/.test(new Error("o").stack ?? "")';
    expect(await linesOf(`Error.prepareStackTrace = undefined; ${isOurs}`)).toEqual(["true"]);
  });

  it.each([
    ["cannot be told", "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); await Promise.reject(proxy);"],
    [
      "is told by a function that fails",
      'Error.prepareStackTrace = () => { throw 1; }; await Promise.reject(new Error("a"));',
    ],
  ])("does not keep a cell waiting where it %s", async (_, awaits) => {
    expect(await linesOf(`try { ${awaits} } catch { console.log("caught"); }`)).toEqual(["caught"]);
    await kernel.execute("Error.prepareStackTrace = undefined;");
  });
});

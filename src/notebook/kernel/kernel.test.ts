/** What every client asks of a kernel, over the wire: cells and their outputs, questions while idle, requests it does not know. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Kernel, startKernel } from "../kernel-client.js";
import type { Output } from "../outputs.js";
import type { Content } from "../protocol.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  kernel = await startKernel({ cwd });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

async function outputsOf(code: string): Promise<Output[]> {
  return (await kernel.execute(code)).outputs;
}

/** The text of a cell's value. */
async function valueOf(code: string): Promise<unknown> {
  const [output] = await outputsOf(code);
  return output !== undefined && "data" in output ? output.data["text/plain"] : output;
}

function execute(code: string, more: Content = {}): Promise<Answer> {
  return kernel.request("execute_request", { code, ...more });
}

const publishedTypes = ({ published }: Answer): string[] => published.map(({ type }) => type);

describe("cells", () => {
  it("show the value of their last expression, and what they print", async () => {
    expect(await outputsOf('const η: number = 0.5; console.log("η is", η); console.error("!");\nη * 2')).toEqual([
      { output_type: "stream", name: "stdout", text: "η is 0.5\n" },
      { output_type: "stream", name: "stderr", text: "!\n" },
      { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: null },
    ]);
    expect(await outputsOf("null")).toEqual([]);
    expect(await outputsOf("const nothing = 3;")).toEqual([]);
    expect(await outputsOf("")).toEqual([]);
    expect(await outputsOf("// nothing at all")).toEqual([]);
  });

  it("keep their names, declare them again with another type, and share them with closures", async () => {
    await outputsOf("let again = 1; const read = () => again; class Point { constructor(readonly x: number) {} }");
    await outputsOf("again = 2;");
    expect(await valueOf("read()")).toBe("2");
    await outputsOf('let again = "text";');
    expect(await valueOf("again.toUpperCase()")).toBe("'TEXT'");
    expect(await valueOf("const loss = again; ({ loss }).loss + new Point(3).x")).toBe("'text3'");
  });

  it("await at the top level, in for await and in nested functions", async () => {
    const steps = "async function* steps() { for (let k = 0; k < 3; k++) { await null; yield k; } }";
    await outputsOf(`${steps}\nlet sum = 0;\nfor await (const k of steps()) sum += k;`);
    expect(await valueOf("for await (const k of [Promise.resolve(4), 5]) sum += k;\nsum")).toBe("12");
    const nested = "const twice = async (x: number) => 2 * (await (async () => await Promise.resolve(x))());";
    expect(await valueOf(`${nested}\nawait twice(21)`)).toBe("42");
    expect(await valueOf("Promise.resolve(42)")).toBe("Promise { 42 }");
  });

  it("know the value of a cell that awaits, and the types of its names", async () => {
    await outputsOf("const answer = await Promise.resolve(42);");
    expect(await valueOf("answer.toFixed(1)")).toBe("'42.0'");
    const { outputs } = await kernel.execute("answer.nope");
    expect(outputs).toMatchObject([{ ename: "CompileError", evalue: expect.stringContaining("'nope'") }]);
  });

  it("show one thing under several types, and change it later", async () => {
    const shows = 'const figure = { show: () => ({ "text/html": "<b>1</b>", "text/plain": "1" }) }; figure';
    expect(await outputsOf(shows)).toMatchObject([{ data: { "text/html": "<b>1</b>", "text/plain": "1" } }]);
    const drawn = 'import { display, newDisplay } from "tslab"; const box = newDisplay();';
    const outputs = await outputsOf(`${drawn} box.svg("<svg>1</svg>"); display.png(new Uint8Array([1, 2]))`);
    expect(outputs).toMatchObject([{ data: { "image/svg+xml": "<svg>1</svg>" } }, { data: { "image/png": "AQI=" } }]);
    expect(publishedTypes(await execute('box.svg("<svg>2</svg>");'))).toEqual([
      ...["status", "execute_input", "update_display_data", "status"],
    ]);
    await outputsOf('box.svg("<svg>3</svg>");');
    expect(outputs[0]).toMatchObject({ data: { "image/svg+xml": "<svg>3</svg>" } });
  });

  it("show a value that cannot be told in JSON, and one whose display fails", async () => {
    expect(await valueOf("[1n, Symbol.iterator, () => 1]")).toBe(
      "[ 1n, Symbol(Symbol.iterator), [Function (anonymous)] ]",
    );
    expect(await valueOf("() => 1")).toBe("[Function (anonymous)]");
    const broken = '({ show() { throw new RangeError("no figure"); } })';
    expect(await outputsOf(broken)).toMatchObject([{ ename: "RangeError", evalue: "no figure" }]);
  });

  it("lose none of many outputs", async () => {
    const [output] = await outputsOf("for (let i = 0; i < 30_000; i++) console.log(i);");
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i}\n`).join("");
    expect(output).toEqual({ output_type: "stream", name: "stdout", text: lines });
    const displays = await outputsOf("for (let i = 0; i < 3000; i++) display.text(`${i}`);");
    expect(displays.map((display) => "data" in display && display.data["text/plain"])).toEqual(
      Array.from({ length: 3000 }, (_, i) => `${i}`),
    );
  });

  it("keep the order of the two streams and of displays", async () => {
    const outputs = await outputsOf('console.log(1); console.error(2); console.log(3); display.text("4"); 5');
    const words = outputs.map((output) => ("text" in output ? output.text.trim() : "data" in output && output.data));
    expect(words).toEqual(["1", "2", "3", { "text/plain": "4" }, { "text/plain": "5" }]);
  });

  it("print what is no text", async () => {
    const bytes = "process.stdout.write(Buffer.from([0xff, 0xfe, 65])); process.stdout.write(Buffer.from([0xce]));";
    const [output] = await outputsOf(
      `${bytes} process.stdout.write(Buffer.from([0xb7])); console.log("\\ud800 \\0 \\u{1f600}");`,
    );
    expect(output).toMatchObject({ text: "\ufffd\ufffdAη\ufffd \0 \u{1f600}\n" });
    const called = 'await new Promise<void>((resolve) => process.stdout.write("written", () => resolve()));';
    expect(await valueOf(called)).toMatchObject({ text: "written" });
  });

  it("take in what they print after their end", async () => {
    const printed = 'if (begun) { clearInterval(late); console.log("late"); }';
    await outputsOf(`let begun = false; const late = setInterval(() => { ${printed} }, 5);`);
    const { published } = await execute("begun = true; await new Promise((resolve) => setTimeout(resolve, 300));");
    expect(published.filter(({ type }) => type === "stream")).toEqual([
      { type: "stream", content: { name: "stdout", text: "late\n" } },
    ]);
  });
});

describe("execution", () => {
  it("counts the cells that are kept in history, and tells which one runs", async () => {
    const count = async (code: string, more?: Content): Promise<unknown> =>
      (await execute(code, more)).reply?.execution_count;
    const first = Number(await count("1"));
    expect(await count("2", { store_history: false })).toBe(first);
    expect(await count("3", { silent: true })).toBe(first);
    const { reply, published } = await execute("4");
    expect(reply).toEqual({ status: "ok", execution_count: first + 1, user_expressions: {}, payload: [] });
    expect(published.map(({ type, content }) => [type, content.execution_state ?? content.execution_count])).toEqual([
      ["status", "busy"],
      ["execute_input", first + 1],
      ["execute_result", first + 1],
      ["status", "idle"],
    ]);
    const { reply: past } = await kernel.request("history_request", { hist_access_type: "tail", n: 2 });
    expect(past?.history).toEqual([
      [0, first, "1"],
      [0, first + 1, "4"],
    ]);
  });

  it("says nothing of a silent cell but that it was busy, also where it fails", async () => {
    expect(publishedTypes(await execute("7", { silent: true }))).toEqual(["status", "status"]);
    const failed = await execute('throw new Error("quiet")', { silent: true });
    expect(publishedTypes(failed)).toEqual(["status", "status"]);
    expect(failed.reply).toMatchObject({ status: "error", ename: "Error", evalue: "quiet" });
  });

  it("gives up the cells behind one that fails, and no other request", async () => {
    const failing = execute('await null; throw new Error("first")');
    const behind = [execute("var ran = true;"), execute("var ran = true;")];
    const info = kernel.request("kernel_info_request", {});
    expect((await failing).reply).toMatchObject({ status: "error" });
    for (const answer of behind) {
      expect((await answer).reply?.status).toBe("aborted");
      expect(publishedTypes(await answer)).toEqual(["status", "status"]);
    }
    expect((await info).reply?.status).toBe("ok");
    expect(await valueOf("typeof Reflect.get(globalThis, 'ran')")).toBe("'undefined'");
  });

  it("goes on behind a cell that fails where the client wants that", async () => {
    const failing = execute('await null; throw new Error("first")', { stop_on_error: false });
    const behind = execute("1 + 1");
    expect((await failing).reply?.status).toBe("error");
    expect((await behind).reply?.status).toBe("ok");
  });

  it("refuses each user expression by name", async () => {
    const { reply } = await execute("1", { user_expressions: { a: "1 + 1" } });
    expect(reply).toMatchObject({
      status: "ok",
      user_expressions: { a: { status: "error", evalue: 'kernel: user_expressions must be empty, got "a"' } },
    });
  });
});

describe("questions", () => {
  it("completes names of cells, of packages and of this very text", async () => {
    await outputsOf("const momentum = { beta1: 0.9, beta2: 0.99 };");
    const complete = async (code: string, cursor_pos: number): Promise<Content | undefined> =>
      (await kernel.request("complete_request", { code, cursor_pos })).reply;
    expect(await complete("momentum.be", 11)).toEqual({
      status: "ok",
      matches: ["beta1", "beta2"],
      cursor_start: 9,
      cursor_end: 11,
      metadata: {},
    });
    expect((await complete("const here = 1;\nhe", 18))?.matches).toContain("here");
    // Positions count characters, of which 😀 is one, though JavaScript counts two.
    const emoji = 'const face = "😀😀"; momentum.be';
    const position = Array.from(emoji).length;
    expect(await complete(emoji, position)).toMatchObject({ cursor_start: position - 2, cursor_end: position });
    expect(await complete("momentum.", 1000)).toMatchObject({ status: "ok" });
    // Before a word, which then stays.
    const before = await complete("momentum.be", 0);
    expect(before).toMatchObject({ cursor_start: 0, cursor_end: 0 });
    expect(before?.matches).toContain("momentum");
  });

  it("offers no names that only files have, unless a cell has them", async () => {
    const matches = async (code: string): Promise<unknown> =>
      (await kernel.request("complete_request", { code, cursor_pos: code.length })).reply?.matches;
    for (const name of ["__dirname", "__filename", "module"]) expect(await matches(name)).toEqual([]);
    expect(await matches("({ module: 1 }).modu")).toEqual(["module"]);
    await outputsOf("const module = 1;");
    expect(await matches("modu")).toEqual(["module"]);
  });

  it("describes what stands under the cursor, with its doc comment", async () => {
    await outputsOf("/** The step, η. */\nfunction stepOf(k: number): number { return 1 / k; }");
    const inspect = async (code: string, cursor_pos: number): Promise<Content | undefined> =>
      (await kernel.request("inspect_request", { code, cursor_pos, detail_level: 0 })).reply;
    const { found, data } = (await inspect('"😀"; stepOf(2)', 8)) as { found: boolean; data: Record<string, string> };
    expect(found).toBe(true);
    expect(data["text/plain"]).toMatch(/function stepOf\(k: number\): number[\s\S]*The step, η\./);
    // Right behind the bracket, and not a line further on.
    for (const code of ["1; stepOf(", "1; stepOf( )"]) {
      const { data: called } = (await inspect(code, 10)) as { data: Record<string, string> };
      expect(called["text/plain"]).toMatch(/^function stepOf/);
    }
    expect(await inspect("(", 1)).toMatchObject({ found: false });
    expect(await inspect("   ", 1)).toMatchObject({ status: "ok", found: false, data: {} });
  });

  it("tells whether a cell is complete", async () => {
    const complete = async (code: string): Promise<Content | undefined> =>
      (await kernel.request("is_complete_request", { code })).reply;
    expect(await complete("1 + 1")).toEqual({ status: "complete" });
    expect(await complete("for (const k of [1]) {")).toEqual({ status: "incomplete", indent: "  " });
    expect(await complete("const a = `abc")).toEqual({ status: "incomplete", indent: "" });
    expect(await complete("f(]")).toEqual({ status: "invalid" });
  });

  it("says who it is", async () => {
    const { reply } = await kernel.request("kernel_info_request", {}, "control");
    expect(reply).toMatchObject({ status: "ok", implementation: "maruyama", language_info: { name: "typescript" } });
  });
});

describe("requests out of the ordinary", () => {
  const evalueOf = async (type: string, content: Content, channel?: "control"): Promise<unknown> => {
    const { reply } = await kernel.request(type, content, channel);
    expect(reply?.status).toBe("error");
    return reply?.evalue;
  };

  it("are refused in one line that says what must hold", async () => {
    expect(await evalueOf("execute_request", {})).toBe("kernel: code must be a text, got undefined");
    expect(await evalueOf("execute_request", { code: 5 })).toBe("kernel: code must be a text, got 5");
    expect(await evalueOf("complete_request", { code: "a" })).toBe(
      "kernel: cursor_pos must be an integer, got undefined",
    );
    expect(await evalueOf("debug_request", {})).toBe('kernel: the request must be a known one, got "debug_request"');
    expect(await evalueOf("execute_request", { code: "1" }, "control")).toBe(
      'kernel: the shell channel must be used, got "execute_request"',
    );
    expect(await valueOf("1 + 1")).toBe("2");
  });

  it("close at once what opens a widget", async () => {
    const { reply, published } = await kernel.request("comm_open", { comm_id: "one", target_name: "w", data: {} });
    expect(reply).toBeUndefined();
    expect(published[1]).toEqual({ type: "comm_close", content: { comm_id: "one", data: {} } });
    expect((await kernel.request("comm_info_request", {})).reply).toEqual({ status: "ok", comms: {} });
    expect(publishedTypes(await kernel.request("comm_msg", { comm_id: "one", data: {} }))).toEqual([
      "status",
      "status",
    ]);
  });
});

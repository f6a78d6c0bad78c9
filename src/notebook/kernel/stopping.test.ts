/** Stop, whatever a cell is at: the kernel lives on, with what the cell has computed. */
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Execution, type Kernel, startKernel } from "../kernel-client.js";
import type { Output } from "../outputs.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(process.cwd(), join(cwd, "node_modules", "maruyama"));
  kernel = await startKernel({ cwd });
  await kernel.execute("const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));");
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

/** Seconds after which a cell that cannot be stopped is given up. */
const GIVE_UP = 60;
const text = (outputs: readonly Output[]): string =>
  outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");

/** Runs a cell, and stops it once it has printed «here». */
async function stopped(code: string, press: () => Promise<void> = kernel.interrupt): Promise<Execution> {
  let pressed: Promise<void> | undefined;
  const onOutput = (outputs: readonly Output[]): void => {
    if (text(outputs).includes("here")) pressed ??= press();
  };
  const execution = await kernel.execute(code, { onOutput, timeout: GIVE_UP });
  await pressed;
  return execution;
}

async function valueOf(code: string): Promise<unknown> {
  const [output] = (await kernel.execute(code, { timeout: GIVE_UP })).outputs;
  return output !== undefined && "data" in output ? output.data["text/plain"] : output;
}

const interrupted = {
  output_type: "error",
  ename: "Interrupted",
  evalue: "the cell was stopped",
  traceback: [expect.stringContaining("the cell was stopped")],
};

describe("a cell that computes without end", () => {
  it.each([
    ["a loop", 'console.log("here"); while (true) steps++;'],
    ["a loop after an await", 'await wait(1); console.log("here"); while (true) steps++;'],
    ["a loop in an asynchronous callback", 'await wait(1).then(() => { console.log("here"); while (true) steps++; });'],
    ["a loop in a timer", 'setTimeout(() => { console.log("here"); while (true) steps++; }); await wait(1e9);'],
    [
      "a loop that catches everything",
      'console.log("here"); while (true) { try { steps++; JSON.parse("{"); } catch {} }',
    ],
    ["a loop of await without waiting", 'console.log("here"); while (true) { await null; steps++; }'],
    ["a regular expression", 'steps++; console.log("here"); /(a+)+b/.test("a".repeat(60));'],
    ["a lock", 'steps++; console.log("here"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
  ])("is stopped, and what it computed stays: %s", async (_name, loop) => {
    const { status, outputs } = await stopped(`let steps = 0; const before = "kept";\n${loop}`);
    expect([status, outputs.at(-1)]).toEqual(["error", interrupted]);
    expect(await valueOf("[before, steps > 0]")).toBe("[ 'kept', true ]");
  });
});

describe("a cell that waits", () => {
  it.each([
    ["for one thing", 'console.log("here"); await new Promise(() => {});'],
    ["in a loop", 'for (;; turns++) { await wait(1); if (turns === 3) console.log("here"); }'],
    [
      "in a loop that catches everything",
      'for (;; turns++) { try { await wait(1); } catch {} if (turns === 3) console.log("here"); }',
    ],
    [
      "in a nested function",
      'const turn = async () => { await wait(1); turns++; }; console.log("here"); for (;;) await turn();',
    ],
    [
      "for all of several",
      'console.log("here"); await Promise.all([wait(1e9), (async () => { for (;; turns++) await wait(1); })()]);',
    ],
    [
      "for the next of a series",
      'async function* series() { for (let i = 0; ; i++) { await wait(1); yield i; } }\nfor await (const i of series()) { turns = i; if (i === 3) console.log("here"); }',
    ],
    [
      "for the next of an object of its own",
      'console.log("here"); for await (const _ of { [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => {}) }) });',
    ],
  ])("is stopped, and does not go on in secret: %s", async (_name, waiting) => {
    const { status, outputs } = await stopped(`let turns = 0;\n${waiting}`);
    expect([status, outputs.at(-1)]).toEqual(["error", interrupted]);
    expect(await valueOf("const then = turns; await wait(100); turns - then")).toBe("0");
  });

  it("cleans up first", async () => {
    const cleaning = 'finally { await wait(10); cleaned = true; console.log("cleaned"); }';
    const { outputs } = await stopped(
      `let cleaned = false;\ntry { console.log("here"); await wait(1e9); } ${cleaning}`,
    );
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "here\ncleaned\n" }, interrupted]);
    expect(await valueOf("cleaned")).toBe("true");
  });

  it("ends a generator it reads", async () => {
    const series =
      'async function* open() { try { for (;;) { await wait(1); yield 1; } } finally { console.log("closed"); } }';
    const { outputs } = await stopped(
      `${series}\nlet n = 0;\nfor await (const _ of open()) if (++n === 3) console.log("here");`,
    );
    expect(text(outputs)).toBe("here\nclosed\n");
  });

  it("may catch the interruption and end well", async () => {
    const { status, outputs } = await stopped(
      'try { console.log("here"); await wait(1e9); } catch (error) { console.log((error as Error).name); }',
    );
    expect([status, text(outputs)]).toEqual(["ok", "here\nInterrupted\n"]);
  });
});

describe("a cell that computes after Stop was heard", () => {
  it.each([
    ["behind a catch", 'try { console.log("here"); await wait(1e9); } catch {}\nwhile (true) steps++;'],
    ["in a finally", 'try { console.log("here"); await wait(1e9); } finally { while (true) steps++; }'],
    [
      "after cleaning up",
      'try { console.log("here"); await wait(1e9); } finally { await wait(50); while (true) steps++; }',
    ],
    [
      "in several functions at once",
      'const work = async () => { try { await wait(1e9); } catch {} while (true) steps++; };\nconsole.log("here"); await Promise.all([work(), work(), work()]);',
    ],
  ])("is ended: %s", async (_name, loop) => {
    const { status, outputs } = await stopped(`let steps = 0;\n${loop}`);
    expect([status, outputs.at(-1)]).toEqual(["error", interrupted]);
    expect(await valueOf("const then = steps; await wait(100); [steps > 0, steps - then]")).toBe("[ true, 0 ]");
  });
});

describe("what earlier cells left at work", () => {
  it("goes on when a cell is stopped", async () => {
    await kernel.execute(`let failure: unknown, ticks = 0, steps = 0;
      async function* clock() { for (;;) { await wait(5); yield 1; } }
      (async () => { for (;;) { await wait(5); ticks++; } })().catch((error) => { failure = error; });
      (async () => { for await (const step of clock()) steps += step; })().catch((error) => { failure = error; });`);
    expect((await stopped('console.log("here"); await wait(1e9);')).outputs.at(-1)).toEqual(interrupted);
    const later = "const then = [ticks, steps]; await wait(300); [failure, ticks > then[0], steps > then[1]]";
    expect(await valueOf(later)).toBe("[ undefined, true, true ]");
  });

  it("is stopped where the cell that is stopped calls a function of theirs", async () => {
    await kernel.execute("let turns = 0; const turn = async () => { for (;;) { await wait(1); turns++; } };");
    expect((await stopped('console.log("here"); await turn();')).outputs.at(-1)).toEqual(interrupted);
    expect(await valueOf("const then = turns; await wait(100); turns - then")).toBe("0");
  });

  it("comes to the end of a stopped cell's awaiting it", async () => {
    await kernel.execute("const work = (async () => { await wait(1000); return 5; })();");
    expect((await stopped('console.log("here"); await work;')).outputs.at(-1)).toEqual(interrupted);
    expect(await valueOf("await work")).toBe("5");
  });
});

describe("Stop", () => {
  it("shows what an ensemble has finished", async () => {
    await kernel.execute('import * as maruyama from "maruyama";');
    const { outputs } = await stopped(`
      const problem = maruyama.problem({ objective: maruyama.quadratic([1, 2]), noise: maruyama.gaussian(0.5), start: [1, 0.5] });
      const result = await maruyama.ensemble(maruyama.optimizer(maruyama.signSgd({ eta: 0.01 }), problem), {
        horizon: 1000,
        paths: 1e8,
        progress({ finished }) {
          if (finished > 0) console.log("here");
        },
      });
      console.log("partial:", result.stopped, result.paths > 0 && result.paths < 1e8);`);
    expect(text(outputs)).toMatch(/partial: true true\n$/);
    expect(await valueOf("result.stopped")).toBe("true");
  });

  it("shows that a report was stopped before its first part was done", async () => {
    const { outputs } = await stopped(`
      import * as maruyama from "maruyama";
      const by = maruyama.problem({ objective: maruyama.quadratic([1, 2]), noise: maruyama.gaussian(0.5), start: [1, 0.5] });
      const report = await maruyama.faithful(maruyama.signSgd({ eta: 0.02 }), by, {
        samples: 1e5,
        progress({ stage, state }) {
          if (stage === "one step" && state === "running") console.log("here");
        },
      });
      report`);
    expect(outputs).toMatchObject([
      { name: "stdout", text: "here\n" },
      { data: { "text/plain": expect.stringMatching(/SignSGD SDE.* it was stopped before /i) } },
    ]);
    expect(await valueOf("[report.stopped, report.isFaithful]")).toBe("[ true, undefined ]");
  });

  it("is also meant for the cells behind the one that runs, even if that ends well", async () => {
    const execute = (code: string) => kernel.request("execute_request", { code });
    let begun = (): void => {};
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const running = kernel.execute('console.log("here"); try { await wait(1e9); } catch {}', { onOutput: begun });
    const behind = execute("1 + 1");
    await beginning;
    await kernel.interrupt();
    expect((await running).status).toBe("ok");
    expect((await behind).reply?.status).toBe("aborted");
    expect((await execute("1 + 1")).reply?.status).toBe("ok");
  });

  it("leaves timers alone, which may be another cell's", async () => {
    const timer = "let ticks = 0; const timer = setInterval(() => ticks++, 5);";
    expect((await stopped(`${timer}\nconsole.log("here"); await wait(1e9);`)).outputs.at(-1)).toEqual(interrupted);
    expect(await valueOf("const now = ticks; await wait(200); clearInterval(timer); ticks > now")).toBe("true");
    expect(await valueOf("const end = ticks; await wait(100); ticks - end")).toBe("0");
  });

  it("may be pressed again and again", async () => {
    const press = async (): Promise<void> => {
      for (let i = 0; i < 4; i++) await kernel.interrupt();
    };
    for (const cell of ["await wait(1e9);", "while (true);", "try { await wait(1e9); } finally { await wait(1e9); }"]) {
      expect((await stopped(`console.log("here"); ${cell}`, press)).outputs.at(-1)).toEqual(interrupted);
      expect(await valueOf("1 + 1")).toBe("2");
    }
  });

  it("does nothing while no cell runs, nor to the next one", async () => {
    await kernel.interrupt();
    await kernel.interrupt();
    expect(await valueOf('await wait(300); "undisturbed"')).toBe("'undisturbed'");
    await wait(1500);
    expect(await valueOf("1 + 1")).toBe("2");
  });

  it("works by signal as well", async () => {
    const press = async (): Promise<void> => void process.kill(kernel.pid as number, "SIGINT");
    for (const cell of ["await wait(1e9);", "try { await wait(1e9); } finally { while (true); }"]) {
      expect((await stopped(`console.log("here"); ${cell}`, press)).outputs.at(-1)).toEqual(interrupted);
    }
  });

  it("ends a cell that prints without end, however slowly anybody reads", async () => {
    const { status } = await stopped('console.log("here"); for (;;) console.log("line ".repeat(20));');
    expect(status).toBe("error");
    expect(await valueOf("1 + 1")).toBe("2");
    expect((await stopped('for (;;) { console.log("here"); await null; }')).status).toBe("error");
    expect(await valueOf("process.memoryUsage().rss < 2e9")).toBe("true");
  });
});

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Stop, where it must not come half-way, and where it must end more than what is under way. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kernel, startKernel } from "../kernel-client.js";
import type { Output } from "../outputs.js";

let kernel: Kernel;
beforeAll(async () => {
  kernel = await startKernel({ cwd: fileURLToPath(new URL("../../../notebooks", import.meta.url)) });
});
afterAll(() => kernel.shutdown());

const shown = (outputs: readonly Output[]): unknown[] =>
  outputs.map((output) => ("data" in output ? output.data["text/plain"] : output));
const valueOf = async (code: string): Promise<unknown[]> => shown((await kernel.execute(code)).outputs);

describe("the compiler", () => {
  it("is not stopped half-way: the cell is, before it begins, and the next one runs", async () => {
    await kernel.execute("1");
    // Types of a package take seconds to read.
    const cell = kernel.execute('import * as maruyama from "maruyama"; console.log("begun");');
    // Pressed again and again: the first time may come before the cell does, and then there is nothing to stop.
    let pressed = Promise.resolve();
    const pressing = setInterval(() => {
      pressed = kernel.interrupt();
    }, 50);
    const { status, outputs } = await cell;
    clearInterval(pressing);
    await pressed;
    expect(status).toBe("error");
    expect(outputs).toMatchObject([{ ename: "Interrupted" }]);
    expect(await valueOf("let q = 5; q")).toEqual(["5"]);
  });

  it("answers a completion during which Stop is pressed", async () => {
    const code = 'import * as zlib from "zlib";\nzlib.creat';
    const answer = kernel.request("complete_request", { code, cursor_pos: code.length });
    await kernel.interrupt();
    expect((await answer).reply?.matches).toContain("createGzip");
    expect(await valueOf("'alive'")).toEqual(["'alive'"]);
  });
});

describe("a call of several runs", () => {
  it("is stopped as one, shows what it has, and computes no further", async () => {
    await kernel.execute(`import * as maruyama from "maruyama";
      const problem = maruyama.problem({ objective: maruyama.quadratic([1]), noise: maruyama.gaussian(0.5), start: [1] });`);
    let pressed: Promise<void> | undefined;
    const { status, outputs } = await kernel.execute(
      `const compared = await maruyama.compare(maruyama.sgd({ eta: 0.001 }), problem, {
        horizon: 100, paths: 1e6, substeps: 8, progress: maruyama.progressBar(),
      });
      [compared.reference.stopped, compared.others[0].stopped, compared.reference.paths < 1e6]`,
      { onOutput: () => void (pressed ??= kernel.interrupt()) },
    );
    await pressed;
    expect(status).toBe("ok");
    expect(shown(outputs).at(-1)).toBe("[ true, true, true ]");
    expect(shown(outputs)[0]).toMatch(/^stopped at \d+ of \d+ paths$/);
    const busy = "process.cpuUsage().user + process.cpuUsage().system";
    const wait = "await new Promise((resolve) => setTimeout(resolve, 500));";
    const [used] = await valueOf(`const before = ${busy}; ${wait} (${busy} - before) / 500e3`);
    // Of one processor; a run that goes on takes all of them.
    expect(Number(used)).toBeLessThan(0.5);
  });
});

describe("a name of an earlier cell", () => {
  it("may stand for a property and its value at once", async () => {
    await kernel.execute("let counter = 1;");
    expect(await valueOf("({ counter })")).toEqual(["{ counter: 1 }"]);
    expect(await valueOf("({ counter } = { counter: 7 }); counter")).toEqual(["7"]);
    expect(await valueOf("({ counter = 9 } = {} as { counter?: number }); ({ counter })")).toEqual(["{ counter: 9 }"]);
  });
});

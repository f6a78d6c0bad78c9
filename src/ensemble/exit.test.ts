import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";

const program = (body: string): string => `
  import * as maruyama from "maruyama";
  const problem = maruyama.problem({ objective: maruyama.quadratic([1, 2]), noise: maruyama.gaussian(1), start: [1, 1] });
  const chain = maruyama.sde(maruyama.sgd({ eta: 0.001 }), problem);
  const options = { horizon: 1, paths: 2000, record: 1 };
  ${body}`;

/** Runs a program in a process of its own: its exit code and what it printed. */
async function run(body: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program(body)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const [code] = await once(child, "exit");
  return { code, output };
}

describe("a process that has run an ensemble", () => {
  it("ends by itself, though the threads are warm", async () => {
    const { code, output } = await run("console.log((await maruyama.ensemble(chain, options)).paths);");
    expect([code, output.trim()]).toEqual([0, "2000"]);
  });

  it("waits for one that is under way", async () => {
    const { code, output } = await run("maruyama.ensemble(chain, options).then(({ paths }) => console.log(paths));");
    expect([code, output.trim()]).toEqual([0, "2000"]);
  });

  it("may leave in the middle of one", async () => {
    const { code } = await run(
      "maruyama.ensemble(chain, { ...options, paths: 1e8 }); setTimeout(() => process.exit(3), 300);",
    );
    expect(code).toBe(3);
  });

  it("stops at an interrupt where a kernel has undertaken to survive it", async () => {
    const { code, output } = await run(`
      process.on("SIGINT", () => {});
      const progress = ({ finished }) => finished > 0 && process.kill(process.pid, "SIGINT");
      const { stopped, paths } = await maruyama.ensemble(chain, { ...options, paths: 1e8, quantiles: "none", progress });
      console.log(stopped, paths > 0);`);
    expect([code, output.trim()]).toEqual([0, "true true"]);
  });
});

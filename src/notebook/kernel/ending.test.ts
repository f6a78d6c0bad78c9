/** How a kernel ends: at once and altogether, whatever its cell is at, and whoever ends it. */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { type Connection, openConnection } from "../connection.js";
import { startKernel } from "../kernel-client.js";
import { maruyamaKernel } from "../kernelspec.js";
import { sampleFolder } from "../sample.js";
import { bareKernel, type Client, client } from "./bare-kernel.js";

const cwd = sampleFolder();
afterAll(() => rmSync(cwd, { recursive: true }));

/** Gone; a process that has ended but was not waited for would still be there. */
function isGone(pid: number | undefined): boolean {
  try {
    return !process.kill(Number(pid), 0);
  } catch {
    return true;
  }
}

async function withClient<T>(work: (connection: Connection, peer: Client) => Promise<T>): Promise<T> {
  const connection = await openConnection();
  const peer = client(connection);
  try {
    return await work(connection, peer);
  } finally {
    peer.close();
    connection.remove();
  }
}

describe("shutdown", () => {
  it.each([
    ["is idle", ""],
    ["computes after an await", 'await null; console.log("here"); while (true);'],
    ["prints", 'for (;;) console.log("here");'],
    ["has work left", 'setInterval(() => {}, 1); process.on("SIGTERM", () => {}); console.log("here");'],
  ])("leaves no process of a kernel that %s", (_name, code) =>
    withClient(async (connection, peer) => {
      const { child, ended, complaints } = bareKernel(connection.file, cwd);
      await (code === "" ? peer.ask("kernel_info_request") : peer.begin(code));
      expect(await peer.tell("shutdown_request", { restart: false })).toEqual({ status: "ok", restart: false });
      await ended;
      expect(isGone(child.pid)).toBe(true);
      expect(complaints()).toEqual([]);
    }),
  );

  it("is answered before a restart, whose kernel takes the same ports and knows nothing", () =>
    withClient(async (connection, peer) => {
      const first = bareKernel(connection.file, cwd);
      expect(await peer.ask("execute_request", { code: "let kept = 1;" })).toMatchObject({ execution_count: 1 });
      expect(await peer.tell("shutdown_request", { restart: true })).toEqual({ status: "ok", restart: true });
      await first.ended;
      const second = bareKernel(connection.file, cwd);
      expect(await peer.ask("execute_request", { code: "kept" })).toMatchObject({
        status: "error",
        execution_count: 1,
        evalue: "Cannot find name 'kept'.",
      });
      await peer.tell("shutdown_request", {});
      await second.ended;
    }));
});

describe("a kernel whose Jupyter was killed", () => {
  it("ends by itself, though a loop runs", () =>
    withClient(async (connection, peer) => {
      const [command, ...words] = maruyamaKernel().argv.map((word) =>
        word.replace("{connection_file}", connection.file),
      );
      const program = `
        const { spawn } = require("node:child_process");
        const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
        console.log(spawn(${JSON.stringify(command)}, ${JSON.stringify(words)}, { env, stdio: "ignore" }).pid);
        setInterval(() => {}, 1000);`;
      const parent = spawn(process.execPath, ["-e", program], { cwd, stdio: ["ignore", "pipe", "inherit"] });
      const [pid] = await new Promise<string[]>((resolve) =>
        parent.stdout.setEncoding("utf8").once("data", (text) => resolve(text.split("\n"))),
      );
      await peer.begin('console.log("here"); while (true);');
      parent.kill("SIGKILL");
      await expect.poll(() => isGone(Number(pid)), { timeout: 30_000, interval: 100 }).toBe(true);
    }));
});

describe("a cell that ends the program", () => {
  it.each([
    ["by exit", 'await null; console.log("last words"); process.exit(3);', "the kernel ended with exit code 3"],
    [
      "by a signal",
      'console.log("last words"); await new Promise((r) => setTimeout(r, 200)); process.kill(process.pid, "SIGKILL");',
      "the kernel was ended by SIGKILL",
    ],
  ])("is told to have done so, with what it printed: %s", async (_name, code, line) => {
    const kernel = await startKernel({ cwd });
    const { status, outputs } = await kernel.execute(code);
    await kernel.shutdown();
    expect(status).toBe("died");
    expect(outputs).toMatchObject([{ text: "last words\n" }, { ename: "KernelDied", evalue: line }]);
  });
});

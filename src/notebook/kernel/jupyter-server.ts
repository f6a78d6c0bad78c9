/** For tests: a Jupyter server on a folder of its own, and its notebooks in Chromium. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatNotebook } from "../document-text.js";
import { code, sampleNotebook } from "../sample.js";
import { jupyterEnvironment } from "./jupyter-programs.js";

export interface JupyterServer {
  readonly url: string;
  /** The processes of kernels it has started and that still live. */
  kernels(): number[];
  end(): Promise<void>;
}

const TOKEN = "a token of this test";
/** Seconds a server has to answer. */
const PATIENCE = 120;

/** Serves `folder`, where cells can import this package, with a notebook of `cells`. */
export async function jupyterServer(program: string, folder: string, cells: readonly string[]): Promise<JupyterServer> {
  const notebook = sampleNotebook(cells.map((source) => code(source)));
  const kernelspec = { display_name: "TypeScript (Maruyama)", language: "typescript", name: "maruyama" };
  writeFileSync(join(folder, "cells.ipynb"), formatNotebook({ ...notebook, metadata: { kernelspec } }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(process.cwd(), join(folder, "node_modules", "maruyama"));
  const port = await freePort();
  const env = { ...jupyterEnvironment(folder), JUPYTER_TOKEN: TOKEN };
  const args = ["--no-browser", "--ip=127.0.0.1", `--port=${port}`, "--allow-root"];
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; !(await answers(`${url}/api`)); waited += 0.2) {
    if (waited > PATIENCE || child.exitCode !== null) throw new Error(`${program} must answer, got\n${log}`);
    await sleep(200);
  }

  return {
    url: `${url}/WHERE/cells.ipynb?token=${encodeURIComponent(TOKEN)}`,
    kernels: () => processesNaming(join(folder, "runtime")),
    async end() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Processes whose command names `text`, on Linux. */
function processesNaming(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

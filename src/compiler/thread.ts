/**
 * A thread of the platform, node:worker_threads or a browser's Worker, that runs blocks. Its program is handed over as
 * text, so there is no file to find, whatever bundles or compiles this one.
 */
import type { blockRunner } from "./wasm/block-runner.js";

export interface Thread {
  readonly post: (message: unknown) => void;
  /** Whether the process waits for the thread. */
  readonly ref: () => void;
  readonly unref: () => void;
  readonly terminate: () => Promise<void>;
}

export interface ThreadListener {
  readonly message: (data: unknown) => void;
  /** Called once when the thread has ended, whatever the reason. */
  readonly died: (reason: string) => void;
}

/** What a thread's program does its messages with. */
interface Port {
  readonly post: (message: unknown, transfer: readonly ArrayBuffer[]) => void;
  readonly receive: (listener: (message: ThreadMessage) => void) => void;
  /** Gives way, so that messages come in. */
  readonly turn: () => Promise<void>;
}

type ThreadMessage =
  | {
      readonly type: "run";
      readonly run: number;
      readonly module: Parameters<typeof blockRunner>[0];
      readonly image: Uint8Array;
      readonly layout: Parameters<typeof blockRunner>[2];
      readonly specification: Parameters<ReturnType<typeof blockRunner>["begin"]>[0];
    }
  | { readonly type: "block"; readonly run: number; readonly block: number; readonly paths: number }
  | { readonly type: "end"; readonly run: number };

/** The thread's program. It refers to nothing outside itself, since the thread gets its text. */
function serve({ post, receive, turn }: Port, makeRunner: typeof blockRunner): void {
  const runners = new Map<number, ReturnType<typeof blockRunner>>();
  /** Milliseconds of work between two looks at the messages. */
  const slice = 20;
  let last = Date.now();
  let work: Promise<void> = Promise.resolve();

  async function runBlock(run: number, block: number, paths: number): Promise<void> {
    const pause = async (): Promise<boolean> => {
      if (Date.now() - last > slice) {
        await turn();
        last = Date.now();
      }
      return runners.has(run);
    };
    try {
      const result = (await pause()) ? await runners.get(run)?.run(block, paths, pause) : undefined;
      const transfer =
        result === undefined
          ? []
          : [result.sums, result.left, result.values, result.final].map((array) => array.buffer);
      post({ type: "result", run, block, result }, transfer as ArrayBuffer[]);
    } catch (error) {
      post({ type: "failure", run, block, error: String(error) }, []);
    }
  }

  receive((message) => {
    const { run } = message;
    if (message.type === "run") {
      const runner = makeRunner(message.module, message.image, message.layout);
      runner.begin(message.specification);
      runners.set(run, runner);
    } else if (message.type === "block") {
      work = work.then(() => runBlock(run, message.block, message.paths));
    } else runners.delete(run);
  });
}

/** The text of the thread's program. */
export function threadSource(runner: typeof blockRunner): string {
  return `"use strict";
const isNode = typeof process === "object" && process.versions !== undefined && process.versions.node !== undefined;
const node = isNode ? require("node:worker_threads").parentPort : undefined;
const port = {
  post: (message, transfer) => (isNode ? node.postMessage(message, transfer) : self.postMessage(message, transfer)),
  receive: (listener) => {
    if (isNode) node.on("message", listener);
    else self.onmessage = (event) => listener(event.data);
  },
  turn: () =>
    new Promise((resolve) => {
      if (isNode) setImmediate(resolve);
      else setTimeout(resolve, 0);
    }),
};
(${serve.toString()})(port, ${runner.toString()});`;
}

interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: string, listener: (value: unknown) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface BrowserWorker {
  postMessage(message: unknown): void;
  onmessage: (event: { readonly data: unknown }) => void;
  onerror: (event: { readonly message: string }) => void;
  terminate(): void;
}

/** Starts a thread with the given program. */
export function createThread(source: string, { message, died }: ThreadListener): Thread {
  let isEnded = false;
  const end = (reason: string): void => {
    if (isEnded) return;
    isEnded = true;
    died(reason);
  };
  const workerThreads = builtin("node:worker_threads") as
    | { Worker: new (source: string, options: object) => NodeWorker }
    | undefined;
  if (workerThreads !== undefined) {
    const worker = new workerThreads.Worker(source, { eval: true, execArgv: [], name: "maruyama" });
    worker.on("message", message);
    worker.on("error", (error) => end(String(error)));
    worker.on("exit", (code) => end(`exit code ${String(code)}`));
    worker.unref();
    return {
      post: (data) => worker.postMessage(data),
      ref: () => worker.ref(),
      unref: () => worker.unref(),
      async terminate() {
        await worker.terminate();
      },
    };
  }
  const platform = globalThis as unknown as {
    Worker: new (url: string) => BrowserWorker;
    Blob: new (parts: string[], options: object) => unknown;
    URL: { createObjectURL: (blob: unknown) => string };
  };
  const url = platform.URL.createObjectURL(new platform.Blob([source], { type: "text/javascript" }));
  const worker = new platform.Worker(url);
  worker.onmessage = ({ data }) => message(data);
  worker.onerror = (event) => end(event.message);
  return {
    post: (data) => worker.postMessage(data),
    ref: () => undefined,
    unref: () => undefined,
    async terminate() {
      worker.terminate();
      end("terminated");
    },
  };
}

/** A module of Node, or undefined elsewhere. */
function builtin(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.(name);
}

/** Processors this process may use. */
export function availableThreads(): number {
  const os = builtin("node:os") as { availableParallelism: () => number } | undefined;
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}

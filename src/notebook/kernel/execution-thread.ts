/** The thread that runs cells. It takes requests from the protocol thread, one at a time, and says what came of them. */
import { types } from "node:util";
import type { Worker } from "node:worker_threads";
import type { Content } from "../protocol.js";
import { captureDisplays, captureStreams } from "./captured-output.js";
import { type CellConverter, cellConverter } from "./cell-converter.js";
import { type ErrorReport, reportDiagnostics, reportError, type SourceTexts } from "./error-report.js";
import { GUARD } from "./guard-awaits.js";
import { indexOf, positionOf } from "./positions.js";
import { resultOf } from "./result.js";
import { type Session, session } from "./session.js";
import { tellPlacesIn } from "./stack-traces.js";
import { stopping } from "./stopping.js";
import { type FromExecution, MOST_UNSENT, SHARED, type ToExecution } from "./thread-messages.js";

/** Milliseconds an ensemble that was stopped has to give what it has finished, and the cell to show it. */
const PARTIAL_PATIENCE = 600;
/** Milliseconds a stopped cell has to clean up. */
const CLEANUP_PATIENCE = 250;

/** Milliseconds in which the last words of a program that exits must have left it. */
const CLOSING_PATIENCE = 5000;

type Execute = Extract<ToExecution, { kind: "execute" }>;

/** Serves the requests of `protocol`, the worker that speaks with Jupyter, for as long as the program lives. */
export function serveCells(protocol: Worker, shared: Int32Array<SharedArrayBuffer>): void {
  const guard = stopping(interrupted);
  Object.defineProperty(globalThis, GUARD, { value: { ...guard, define: Object.defineProperty } });
  let notebook: Session | undefined;

  let running: { readonly id: number; readonly timers: NodeJS.Timeout[] } | undefined;
  let lastId = 0;

  const sources = (): SourceTexts => notebook?.sources ?? new Map();

  function cells(): Session {
    if (notebook === undefined) {
      notebook = session(undisturbed(cellConverter), process.cwd());
      // Not before: it loads tslab, whose converter keeps the compiler as it finds it.
      captureDisplays(publish);
    }
    return notebook;
  }

  /** The converter, ended by nobody while it works; a cell that was stopped meanwhile does not begin. */
  function undisturbed(make: () => CellConverter): CellConverter {
    const whole = <T>(work: () => T): T => {
      Atomics.store(shared, SHARED.compiling, 1);
      try {
        return work();
      } finally {
        Atomics.store(shared, SHARED.compiling, 0);
      }
    };
    const converter = whole(make);
    return {
      convert(declarations, code) {
        const asked = Atomics.load(shared, SHARED.asked);
        const conversion = whole(() => converter.convert(declarations, code));
        if (Atomics.load(shared, SHARED.asked) !== asked) throw interrupted();
        return conversion;
      },
      addModule: (...parts) => whole(() => converter.addModule(...parts)),
      complete: (...parts) => whole(() => converter.complete(...parts)),
      inspect: (...parts) => whole(() => converter.inspect(...parts)),
      isComplete: converter.isComplete,
    };
  }

  function send(message: FromExecution): void {
    protocol.postMessage(message);
  }

  function publish(type: string, content: Content): void {
    const size = typeof content.text === "string" ? content.text.length : 0;
    for (;;) {
      const unsent = Atomics.load(shared, SHARED.unsent);
      if (unsent <= MOST_UNSENT) break;
      Atomics.wait(shared, SHARED.unsent, unsent, 50);
    }
    Atomics.add(shared, SHARED.unsent, size);
    send({ kind: "output", id: lastId, type, content: plain(content) });
  }

  function execute({ id, code, number, silent }: Execute): void {
    lastId = id;
    running = { id, timers: [] };
    Atomics.store(shared, SHARED.running, id);
    guard.begin();
    const done = (value: unknown): void => succeed(id, number, silent, value);
    const failed = (error: unknown): void => fail(id, error);
    try {
      const ran = cells().run(code, number);
      if ("diagnostics" in ran) finish(id, reportDiagnostics(ran.diagnostics, code));
      else if (ran.awaited) (ran.value as Promise<unknown>).then(done, failed);
      else done(ran.value);
    } catch (error) {
      failed(error);
    }
  }

  function succeed(id: number, number: number, silent: boolean, value: unknown): void {
    if (running?.id !== id) return;
    try {
      const result = silent ? undefined : resultOf(value);
      if (result !== undefined) publish("execute_result", { execution_count: number, ...result });
    } catch (error) {
      return fail(id, error);
    }
    finish(id);
  }

  function fail(id: number, error: unknown): void {
    if (running?.id === id) finish(id, reportError(error, sources()));
  }

  function finish(id: number, error?: ErrorReport): void {
    if (running?.id !== id) return;
    // First, for what follows may be ended by force, and is then done again.
    send({ kind: "executed", id, ...(error && { error }) });
    for (const timer of running.timers) clearTimeout(timer);
    running = undefined;
    Atomics.store(shared, SHARED.running, 0);
    guard.end();
  }

  /** Once more in vain is no harm: Jupyter's Stop, a signal and the protocol thread's force may come together. */
  function interrupt(): void {
    if (running === undefined) return;
    const { id, timers } = running;
    const stopWaiting = (): void => {
      guard.stop();
      timers.push(setTimeout(() => fail(id, interrupted()), CLEANUP_PATIENCE));
    };
    // Ensembles listen to the same signal while they run: what they have finished may be shown before the cell ends.
    const isPartial = process.listenerCount("SIGINT") > 1;
    send({ kind: "stopping", id, milliseconds: CLEANUP_PATIENCE + (isPartial ? PARTIAL_PATIENCE : 0) });
    if (isPartial) timers.push(setTimeout(stopAll, PARTIAL_PATIENCE));
    else stopWaiting();

    function stopAll(): void {
      if (process.listenerCount("SIGINT") > 1) process.emit("SIGINT");
      stopWaiting();
    }
  }

  function answer(message: ToExecution): void {
    switch (message.kind) {
      case "execute":
        return execute(message);
      case "interrupt":
        Atomics.add(shared, SHARED.interrupts, 1);
        process.emit("SIGINT");
        return;
      case "broken":
        return fail(message.id, interrupted());
      case "shutdown":
        process.exit(0);
        break;
      case "failed":
        process.exit(1);
        break;
      default:
        send({ kind: "answered", id: message.id, content: contentOf(message, cells) });
    }
  }

  protocol.on("message", answer);
  captureStreams(publish);
  tellPlacesIn(sources);
  // A kernel outlives what ends a program in a terminal.
  process.removeAllListeners("SIGINT").on("SIGINT", interrupt);
  process.on("exit", () => {
    // Torn down in the middle of their work, the sockets of the other thread would abort the program.
    send({ kind: "exit" });
    Atomics.wait(shared, SHARED.closed, 0, CLOSING_PATIENCE);
    if (Atomics.load(shared, SHARED.closed) === 0) process.kill(process.pid, "SIGKILL");
  });
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      // A stopped cell's loose ends are no news.
      if (types.isNativeError(error) && error.name === INTERRUPTED) return;
      const { traceback } = reportError(error, sources());
      publish("stream", { name: "stderr", text: `in the background: ${traceback.join("\n")}\n` });
    });
  }
  // The first cell should not wait for the compiler to load; requests that come meanwhile wait in the queue.
  setImmediate(cells);
}

const INTERRUPTED = "Interrupted";

function interrupted(): Error {
  return Object.assign(new Error("the cell was stopped"), {
    name: INTERRUPTED,
    stack: `${INTERRUPTED}: the cell was stopped`,
  });
}

type Question = Exclude<ToExecution, { kind: "execute" | "interrupt" | "broken" | "shutdown" | "failed" }>;

/** The content of the reply, in the wire's names; a compiler that stumbles over half a cell has nothing to say. */
function contentOf(message: Question, cells: () => Session): Content {
  const { code } = message;
  try {
    if (message.kind === "is_complete") return cells().isComplete(code);
    const index = indexOf(code, message.position);
    if (message.kind === "complete") {
      const { start, end, candidates } = cells().complete(code, index);
      const [cursor_start, cursor_end] = [positionOf(code, start), positionOf(code, end)];
      return { status: "ok", matches: candidates, cursor_start, cursor_end, metadata: {} };
    }
    const text = cells().describe(code, index);
    return {
      status: "ok",
      found: text !== undefined,
      data: text === undefined ? {} : { "text/plain": text },
      metadata: {},
    };
  } catch {
    const { position } = message as { position: number };
    if (message.kind === "complete")
      return { status: "ok", matches: [], cursor_start: position, cursor_end: position, metadata: {} };
    if (message.kind === "inspect") return { status: "ok", found: false, data: {}, metadata: {} };
    return { status: "unknown" };
  }
}

/** Content as JSON has it; what has no JSON, a function say, could not cross to the other thread. */
function plain(content: Content): Content {
  return content.text === undefined ? JSON.parse(JSON.stringify(content)) : content;
}

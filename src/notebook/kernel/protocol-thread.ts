/**
 * The thread that speaks with Jupyter: heartbeat, output and Stop work while a cell computes.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html, version 5.3
 */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { conversation } from "./conversation.js";
import { forceOn, terminateExecution } from "./force.js";
import { kernelInfo } from "./kernel-info.js";
import { listen } from "./listening.js";
import { type FromExecution, type ProtocolThreadData, SHARED, type ToExecution } from "./thread-messages.js";

/** The terminal's, though the streams are the notebook's. */
const STDERR = 2;
/** Milliseconds the execution thread has to end the program by itself. */
const PATIENCE = 300;
/** Milliseconds between looks at whether the Jupyter that started this is still there. */
const LOOK = 1000;

async function serve(execution: MessagePort, { connectionFile, shared }: ProtocolThreadData): Promise<void> {
  const ask = (request: ToExecution): void => execution.postMessage(request);
  const force = forceOn(shared, ask);
  const listening = await listen(connectionFile);

  async function endProgram(): Promise<void> {
    await listening.flushed();
    ask({ kind: "shutdown" });
    await sleep(PATIENCE);
    // Still here: a loop runs.
    await terminateExecution();
    await sleep(PATIENCE);
    process.kill(process.pid, "SIGKILL");
  }

  const { take, hear, flush } = conversation({
    listening,
    info: kernelInfo(),
    ask,
    interrupt: () => void force.interrupt(),
    shutDown: () => void endProgram(),
    sent(characters) {
      Atomics.sub(shared, SHARED.unsent, characters);
      Atomics.notify(shared, SHARED.unsent);
    },
  });
  async function close(): Promise<void> {
    flush();
    await listening.close();
    Atomics.store(shared, SHARED.closed, 1);
    Atomics.notify(shared, SHARED.closed);
  }

  execution.on("message", (message: FromExecution) => {
    if (message.kind === "exit") void close();
    else if (message.kind === "stopping") void force.endWithin(message.id, message.milliseconds);
    else hear(message);
  });
  listening.publish("status", { execution_state: "starting" }, undefined);
  // A message that cannot be read is none to answer; the terminal Jupyter runs in is told, not the notebook.
  listening.receive(take, (line) => void writeSync(STDERR, `kernel: ${line}\n`));

  // Jupyter says in the environment that the kernel is to end with it.
  const parent = process.ppid;
  if (process.env.JPY_PARENT_PID !== undefined) {
    setInterval(() => process.ppid !== parent && void endProgram(), LOOK);
  }
}

if (parentPort !== null) {
  const data = workerData as ProtocolThreadData;
  serve(parentPort, data).catch(({ message }: Error) => {
    writeSync(STDERR, `${message}\n`);
    Atomics.store(data.shared, SHARED.closed, 1);
    parentPort?.postMessage({ kind: "failed" } satisfies ToExecution);
  });
}

/** The Jupyter kernel: cells run on the program's main thread, the protocol on one of its own. */
import { Worker } from "node:worker_threads";
import { serveCells } from "./execution-thread.js";
import { type ProtocolThreadData, SHARED_LENGTH } from "./thread-messages.js";

/** Serves until Jupyter ends it; where the connection file cannot be used, says so and ends the program. */
export function runKernel(connectionFile: string): Promise<never> {
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_LENGTH * Int32Array.BYTES_PER_ELEMENT));
  const workerData: ProtocolThreadData = { connectionFile, shared };
  const protocol = new Worker(new URL("./protocol-thread.js", import.meta.url), { workerData });
  return new Promise((_resolve, reject) => {
    protocol.once("error", reject);
    serveCells(protocol, shared);
  });
}

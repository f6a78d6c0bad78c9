/** What cells write to the standard streams and display, sent to the notebook instead of the terminal. */
import { createRequire } from "node:module";
import type { Content } from "../protocol.js";

export type Publish = (type: string, content: Content) => void;

/** From now on what is written is published; what is written after a cell's end still belongs to it. */
export function captureStreams(publish: Publish): void {
  for (const name of ["stdout", "stderr"] as const) {
    // Bytes that are no text are shown as replacement characters; characters may be split between two writes.
    const decoder = new TextDecoder();
    const write = (data: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof data === "string" ? wellFormed(data) : decoder.decode(data, { stream: true });
      if (text !== "") publish("stream", { name, text });
      const done = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
      if (done !== undefined) process.nextTick(done);
      return true;
    };
    Object.assign(process[name], { write });
  }
}

/** tslab's own `display`, and whoever else displays in its notebooks, publishes from now on. Loads tslab. */
export function captureDisplays(publish: Publish): void {
  const jupyter = createRequire(import.meta.url)("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  jupyter.lastWriteDisplayData = (message: Content, update: boolean): void => {
    publish(update ? "update_display_data" : "display_data", message);
  };
}

/** Half of a pair of UTF-16 units alone is no text: Python could not write it to a file. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text).toString() : text;
}

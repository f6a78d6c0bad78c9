/**
 * What passes between the kernel's two threads. The protocol thread speaks with Jupyter; the execution thread, which is
 * the program's main one, runs the cells, one request at a time.
 */
import type { Content } from "../protocol.js";
import type { ErrorReport } from "./error-report.js";

/** Names of contents are the wire's own. */
export type ToExecution =
  | {
      readonly kind: "execute";
      readonly id: number;
      readonly code: string;
      readonly number: number;
      readonly silent: boolean;
    }
  | { readonly kind: "complete" | "inspect"; readonly id: number; readonly code: string; readonly position: number }
  | { readonly kind: "is_complete"; readonly id: number; readonly code: string }
  | { readonly kind: "interrupt" }
  /** A loop of the cell with this id was ended by force, so that it cannot end by itself. */
  | { readonly kind: "broken"; readonly id: number }
  | { readonly kind: "shutdown" }
  /** The connection file cannot be used, which has been said. */
  | { readonly kind: "failed" };

export type FromExecution =
  /** The program ends: there is nothing more to come. */
  | { readonly kind: "exit" }
  /** One message for the iopub channel, of the request with this id. */
  | { readonly kind: "output"; readonly id: number; readonly type: string; readonly content: Content }
  /** The cell was stopped, and ends within so many milliseconds unless it computes. */
  | { readonly kind: "stopping"; readonly id: number; readonly milliseconds: number }
  | { readonly kind: "executed"; readonly id: number; readonly error?: ErrorReport }
  /** The content of the reply to any other request. */
  | { readonly kind: "answered"; readonly id: number; readonly content: Content };

/** Places in the memory the threads share. */
export const SHARED: {
  /** Interrupts the execution thread has taken note of. */
  readonly interrupts: 0;
  /** Characters of output that the protocol thread has not sent yet. */
  readonly unsent: 1;
  /** 1 once the protocol thread has sent everything and closed its sockets. */
  readonly closed: 2;
  /** 1 while the compiler works, which must not be ended half-way: it would be of no more use. */
  readonly compiling: 3;
  /** Interrupts that were asked for. */
  readonly asked: 4;
  /** The id of the cell that runs, 0 where none does. */
  readonly running: 5;
} = { interrupts: 0, unsent: 1, closed: 2, compiling: 3, asked: 4, running: 5 };
export const SHARED_LENGTH = 6;

/** Above so many unsent characters the execution thread waits: a cell may print faster than anybody can read. */
export const MOST_UNSENT: number = 1 << 24;

export interface ProtocolThreadData {
  readonly connectionFile: string;
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/** The way to the notebook that runs us. */

import { createRequire } from "node:module";
import type { Bundle } from "./bundle.js";

/** Sends a display; with `update` it takes the place of the one that has its display_id. */
export type KernelWriter = (message: DisplayMessage, update: boolean) => void;

export interface DisplayMessage {
  readonly data: Bundle;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}

/**
 * The kernel keeps it in its own copy of tslab's module jupyter.js, which need not be the one we would load; so it is looked
 * up among the modules already loaded. It is absent in a script, and outside a cell.
 */
export function kernelWriter(): KernelWriter | undefined {
  const { cache } = createRequire(import.meta.url);
  for (const [path, module] of Object.entries(cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write: unknown = module?.exports?.lastWriteDisplayData;
    if (typeof write === "function") return write as KernelWriter;
  }
  return undefined;
}

/**
 * The generator's words as raw bytes on standard output, in one of the orders of order.mjs, until the reader or `bytes`
 * ends. Build first (npm run build); then, from the project's folder:
 *
 *   node data/randomness/words.mjs engine [seed [bytes]] | dieharder -a -g 200
 */
import { writeSync } from "node:fs";
import * as random from "../../dist/compiler/random.js";
import { ORDERS } from "./order.mjs";

const [order = "engine", seed = "1", bytes = "Infinity"] = process.argv.slice(2);
const next = ORDERS[order](random, Number(seed));
try {
  for (let call = 0, left = Number(bytes); left > 0; call++) {
    const { buffer } = next(call);
    const output = Buffer.from(buffer, 0, Math.min(left, buffer.byteLength));
    for (let from = 0; from < output.length; ) from += writeSync(1, output, from);
    left -= output.length;
  }
} catch (error) {
  if (error.code !== "EPIPE") throw error; // the reader has enough
}

import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { clippedDistributedSgd } from "./clipped-distributed-sgd.js";
import { clippedSgd } from "./clipped-sgd.js";
import type { Method } from "./method.js";
import { rmsprop } from "./rmsprop.js";
import { rmspropW } from "./rmsprop-w.js";
import { sgd } from "./sgd.js";
import { signSgd } from "./sign-sgd.js";

/** Every method, with its defaults, by the name it is exported under. */
export const methods: Readonly<Record<string, () => Method>> = {
  sgd,
  signSgd,
  rmsprop,
  rmspropW,
  adam,
  adamW,
  clippedSgd,
  clippedDistributedSgd,
};

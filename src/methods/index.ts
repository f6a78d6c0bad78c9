import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { clippedDistributedSgd } from "./clipped-distributed-sgd.js";
import { clippedSgd } from "./clipped-sgd.js";
import { dpSgd } from "./dp-sgd.js";
import { heavyBall } from "./heavy-ball.js";
import { l2Adam } from "./l2-adam.js";
import { laggedRmsprop } from "./lagged-rmsprop.js";
import { lion } from "./lion.js";
import type { Method } from "./method.js";
import { momentum } from "./momentum.js";
import { nesterov } from "./nesterov.js";
import { noiseBeforeClippingSgd } from "./noise-before-clipping-sgd.js";
import { normClippedSgd } from "./norm-clipped-sgd.js";
import { normalisedSgd } from "./normalised-sgd.js";
import { pytorchMomentum } from "./pytorch-momentum.js";
import { rmsprop } from "./rmsprop.js";
import { rmspropW } from "./rmsprop-w.js";
import { sgd } from "./sgd.js";
import { signSgd } from "./sign-sgd.js";
import { signum } from "./signum.js";
import { smoothClippedSgd } from "./smooth-clipped-sgd.js";

/** Every method, with its defaults, by the name it is exported under. */
export const methods: Readonly<Record<string, () => Method>> = {
  sgd,
  momentum,
  pytorchMomentum,
  heavyBall,
  nesterov,
  signSgd,
  normalisedSgd,
  signum,
  lion,
  rmsprop,
  rmspropW,
  laggedRmsprop,
  adam,
  adamW,
  l2Adam,
  clippedSgd,
  clippedDistributedSgd,
  normClippedSgd,
  smoothClippedSgd,
  noiseBeforeClippingSgd,
  dpSgd,
};

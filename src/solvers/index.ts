import { eulerMaruyama } from "./euler-maruyama.js";
import { exactOrnsteinUhlenbeck } from "./exact-ornstein-uhlenbeck.js";
import { milstein } from "./milstein.js";
import { platen } from "./platen.js";
import type { Solver } from "./solver.js";
import { stochasticHeun } from "./stochastic-heun.js";

/** Every solver, by the name it is exported under. */
export const solvers: Readonly<Record<string, Solver>> = {
  eulerMaruyama,
  milstein,
  stochasticHeun,
  platen,
  exactOrnsteinUhlenbeck,
};

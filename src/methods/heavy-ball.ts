/**
 * The heavy ball: SGD with momentum, written with a velocity that carries the learning rate.
 *
 *   v_{k+1} = β v_k − η g_k                                                                            (1)
 *   x_{k+1} = x_k + v_{k+1}                                                                            (2)
 *   dX = V/η dt,  dV = −( (1 − β)V/η + ∇f ) dt − √η Σ^{1/2} dW,  t = kη                                 (3)
 *
 * (1), (2): Polyak 1964, as in Li, Tai & E 2017, who write the SDE in the time τ = k√η, with Y = V/√η, μ̂ = (1 − β)/√η:
 *   dX = Y dτ,  dY = −(μ̂ Y + ∇f) dτ + η^{1/4} Σ^{1/2} dW.                                              (4)
 * (3) is (4) read at t = √η τ, the same process at every step k. Weak order 1 in √η for μ̂ fixed, that is 1 − β ∝ √η; for x
 * with β fixed, weak order 1 in η. v = −ηb of `pytorchMomentum`.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { momentumPredictions } from "./momentum-predictions.js";

/** The heavy ball, v ← βv − ηg, x ← x + v. Defaults η = 0.01, β = 0.9. */
export const heavyBall: MethodFactory<{ readonly eta: number; readonly beta: number }> = method({
  name: "Heavy ball",
  source: cite("polyak1964"),
  parameters: { eta: 0.01, beta: 0.9 },
  memory: { v: 0 },
  update: [
    "v = β*v - η*g", // (1)
    "x = x + v", // (2)
  ],
  sde: {
    equations: ["dx = v/η*dt", "dv = -((1 - β)*v/η + G)*dt - sqrt(η)*sqrt(Σ)*dW"], // (3)
    source: cite("li2017"),
    standing: "recalled and checked",
    fixedDecays: ["beta"],
  },
  theory: [(parameters, problem) => momentumPredictions("heavy ball", parameters, problem)],
});

/**
 * SignSGD.
 *
 *   x_{k+1} = x_k − η sign(g_k)                                                                        (1)
 *   dX = −e dt + √η √(1 − e²) dW,  e = 1 − 2 P(noise < −∇f) = E sign(g),  coordinate by coordinate       (2)
 *   dX = −( e + ηp(−∇f) ∇²f e ) dt + √η √(1 − e²) dW                          (variant "second order")  (3)
 *
 * For Gaussian noise e = erf(∂f/(√2 σ)); for Student-t noise 2F_ν(∂f/s) − 1, for every ν > 0. In (3) p is the density of the
 * noise: ηp ∇²f e = (η/2) (De) e, since ∂e/∂(∂f) = 2p(−∂f) for every law.
 * (1): Bernstein et al. 2018. (2): Monzio Compagnoni et al. 2025; weak order 1 in η for a fixed noise law with a smooth cdf.
 * (3): derived, after Li, Tai & E 2019; weak order 2. Not valid for noise → 0, where the drift becomes a jump.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { signSgdPredictions } from "./sign-sgd-predictions.js";

const E = "e = 1 - 2*cdf(-G)";
const NOISE = "sqrt(η)*sqrt(max(0, 1 - e^2))*dW";

/**
 * SignSGD, x ← x − η sign(g); its SDE knows the law of the noise, not only Σ. Default η = 0.01. SDEs: plain, second order.
 */
export const signSgd: MethodFactory<{ readonly eta: number }> = method({
  name: "SignSGD",
  source: cite("bernstein2018", "Algorithm 1"),
  parameters: { eta: 0.01 },
  update: ["x = x - η*sign(g)"], // (1)
  sde: {
    where: [E],
    equations: [`dx = -e*dt + ${NOISE}`], // (2)
    source: cite("compagnoni2025"),
    standing: "recalled and checked",
  },
  variants: {
    "second order": {
      where: [E],
      equations: [`dx = -(e + η*pdf(-G)*hessian(e))*dt + ${NOISE}`], // (3)
      source: cite("li2019", "by the same argument"),
      standing: "derived and checked",
      order: 2,
    },
  },
  theory: [({ eta }, problem) => signSgdPredictions(eta, problem)],
});

import type { Method } from "../methods/method.js";

/** A method at another learning rate, as one of its SDEs sees it: decays follow η, but for those that the SDE keeps fixed. */
export function methodAt(method: Method, eta: number, sde: string | undefined): Method {
  const [first] = method.sdes.keys();
  return method.at(eta, method.sdes.get(sde ?? first)?.fixedDecays);
}

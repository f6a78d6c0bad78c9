import { display } from "../equations/symbols.js";
import type { Method } from "../methods/method.js";
import { type Quantity, quantity } from "./quantity.js";

/** The parameters of a method as sliders, in the range in which their domain and their default make sense. */
export function methodFields({ parameters, domain }: Method): readonly Quantity[] {
  return Object.entries(parameters).map(([name, usual]) => {
    const label = display(name);
    if (name === "eta") return quantity(name, label, usual, [1e-4, 1], "logarithmic");
    if (name === "eps") return quantity(name, label, usual, [1e-10, 1], "logarithmic");
    switch (domain(name)) {
      case "decay":
        return quantity(name, label, usual, [0, 0.9999], "decay");
      case "count":
        return quantity(name, label, usual, [1, 32], "count");
      case "positive":
        return quantity(name, label, usual, [usual / 100, 100 * usual], "logarithmic");
      default:
        return quantity(name, label, usual, [0, Math.max(1, 3 * usual)]);
    }
  });
}

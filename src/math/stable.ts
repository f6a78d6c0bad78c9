import { logGamma } from "./gamma-function.js";

/** The law S(α, 0, 1): E e^{itX} = e^{−|t|^α}. */
export interface SymmetricStable {
  /** P(0 ≤ X ≤ x) for x ≥ 0; absolute error about 10⁻¹³. */
  readonly central: (x: number) => number;
  /** The density at x ≥ 0; absolute error about 10⁻¹³ times its value at 0. */
  readonly density: (x: number) => number;
  /** Γ(1 + 1/α)/π, the density at 0. */
  readonly peak: number;
  /** √(−p(0)/p″(0)) = √(Γ(1/α)/Γ(3/α)), the width of the peak. */
  readonly width: number;
}

/** The nearest α ≠ 1 may come to 1: the number of nodes below grows as 1/|α − 1|. */
const NEAREST = 0.001;

/** t of (2) runs over |t| ≤ 36: beyond lies 10⁻¹⁶ of the range of q. */
const END = 36;

/** Beyond this e^{−E} is 0, and 1 for E below e^{−38}. */
const LARGEST_LOG = 3.8;
const LEAST_LOG = -38;

/**
 * The symmetric stable law of index 0.1 ≤ α < 2, |α − 1| ≥ 10⁻³, by the integral that its formula for draws gives. With
 * X = a(q) w^{(α − 1)/α}, w exponential, q uniform on (−π/2, π/2), κ = α/(α − 1) and E = (x/a(q))^κ,
 *   P(X > x) = (1/π) ∫₀^{π/2} e^{−E} dq for α > 1, (1/π) ∫₀^{π/2} (1 − e^{−E}) dq for α < 1             (1)
 *   log a = log sin αq − (log cos q)/α + ((1 − α)/α) log cos (1 − α)q,  q = (π/2)/(1 + e^{−t})         (2)
 *   p(x) = (|κ|/(πx)) ∫₀^{π/2} E e^{−E} dq                                                            (3)
 * In t the integrands are analytic in a strip, so that the trapezoidal rule converges exponentially; log E is monotone
 * in t, so that only the nodes between E = 0 and E = ∞ are visited.
 * Source of (1), (3): Zolotarev 1986; Nolan 1997; here derived from Chambers, Mallows, Stuck 1976.
 *
 * @throws RangeError where α is out of range.
 */
export function symmetricStable(alpha: number): SymmetricStable {
  if (!(alpha >= 0.1 && alpha < 2 && Math.abs(alpha - 1) >= NEAREST)) {
    throw new RangeError(`symmetricStable: alpha must be in [0.1, 2) and not within ${NEAREST} of 1, got ${alpha}`);
  }
  const κ = alpha / (alpha - 1);
  // E is an e-fold apart in 1/steepness of t; a node every 0.25 of that leaves e^{−2π · (π/2)/0.25} = 10⁻¹⁷
  const steepness = Math.max(alpha, 1) / Math.abs(alpha - 1);
  const n = Math.ceil((2 * END * Math.max(1, steepness)) / 0.25);
  const h = (2 * END) / n;
  const shift = new Float64Array(n + 1); // −κ log a, so that log E = κ log x + shift
  const weight = new Float64Array(n + 1);
  const above = new Float64Array(n + 2); // the weights from a node on
  for (let j = n; j >= 0; j--) {
    const t = -END + j * h;
    const share = 1 / (1 + Math.exp(-t));
    const rest = 1 / (1 + Math.exp(t));
    const q = (Math.PI / 2) * share;
    const logCosine = Math.log(Math.sin((Math.PI / 2) * rest)); // cos q without its cancellation near π/2
    const logA =
      Math.log(Math.sin(alpha * q)) - logCosine / alpha + ((1 - alpha) / alpha) * Math.log(Math.cos((1 - alpha) * q));
    shift[j] = -κ * logA;
    weight[j] = (h * share * rest) / 2; // dq/π
    above[j] = above[j + 1] + weight[j];
  }
  const direction = shift[n] > shift[0] ? 1 : -1;
  /** The first node at which log E has passed `level` in the direction of t. */
  const passing = (level: number): number => {
    let [low, high] = [0, n + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (direction * (shift[middle] - level) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  /** Σ weight φ(E) over the nodes where 0 < E < ∞, and the node after them. */
  const between = (x: number, φ: (E: number) => number): { readonly sum: number; readonly end: number } => {
    const logX = κ * Math.log(x);
    const [from, end] = [LEAST_LOG, LARGEST_LOG].map((level) => passing(level - logX)).sort((a, b) => a - b);
    let sum = 0;
    for (let j = from; j < end; j++) sum += weight[j] * φ(Math.exp(logX + shift[j]));
    return { sum, end };
  };
  const peak = Math.exp(logGamma(1 + 1 / alpha)) / Math.PI;
  const width = Math.exp((logGamma(1 / alpha) - logGamma(3 / alpha)) / 2);
  return {
    peak,
    width,
    central(x) {
      if (x === 0) return 0;
      // beyond the last node visited the integrand is 1
      const { sum, end } = between(x, alpha > 1 ? (E) => Math.exp(-E) : (E) => -Math.expm1(-E));
      return 0.5 - sum - above[end];
    },
    density(x) {
      // the next term is below 10⁻¹⁵ for α ≥ ½
      if (x < 1e-4 * width) return peak * (1 - (x / width) ** 2 / 2);
      return (Math.abs(κ) / x) * between(x, (E) => E * Math.exp(-E)).sum;
    },
  };
}

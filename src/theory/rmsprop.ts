import { requireMemory, requireNonNegatives, requirePositives } from "./require.js";

/*
 * RMSprop and RMSpropW, xₖ₊₁ = xₖ − η gₖ/(√v + ε) − ηλ xₖ with v an average of g² of memory β, on f = h x²/2 with
 * gradient noise of standard deviation σ, t = kη. Near the optimum v ≈ σ²; κ = h/σ.
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958; the corrections are our own.
 * Noise of infinite variance (Student's t, nu ≤ 2) has no such law.
 */

/** RMSprop on one coordinate of a quadratic; `eps` and `lambda` are 0 unless given. */
export interface RmspropCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the gradient noise. */
  readonly sigma: number;
  /** The ε added to √v. */
  readonly eps?: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * Var X_∞ = η/(2(κ + λ)) for ε = 0; with ε it is ησ²p²/(2(hp + λ)), p = 1/(σ + ε).
 * Assumes η(κ+λ) ≪ 1, 1 − β ≪ 1 and h² Var X ≪ σ². Standing: recalled and checked (ε: derived).
 */
export function rmspropStationaryVariance(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVariance", options);
  const p = 1 / (σ + ε);
  return (η * (σ * p) ** 2) / (2 * (h * p + λ));
}

/**
 * The fixed point of v = ησ²P²/(2(hP + λ)), P = 1/(√V + ε), V = σ² + h²v: the gradient's own share of V, which
 * matters when the stationary gradients are not small against the noise. Standing: derived and checked (ε:
 * derived).
 */
export function rmspropStationaryVarianceWithGradient(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVarianceWithGradient", options);
  const map = (v: number): number => {
    const P = 1 / (Math.sqrt(σ * σ + h * h * v) + ε);
    return (η * (σ * P) ** 2) / (2 * (h * P + λ));
  };
  // the map decreases in v: its fixed point lies between 0 and map(0), and bisection cannot miss it
  let low = 0;
  let high = map(0);
  for (let k = 0; k < 200 && high - low > 1e-16 * high; k++) {
    const middle = 0.5 * (low + high);
    if (map(middle) > middle) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/**
 * Var X_∞ = η(1−e)/(2(κ(1 − 5e/8) + λ)) + O(e²), e = 1 − β: the fluctuation of v over its finite memory. For ε = 0,
 * Gaussian noise.
 * Standing: derived and checked, for e ≤ 0.1.
 */
export function rmspropStationaryVarianceFiniteMemory(
  options: Omit<RmspropCoordinate, "eps"> & { readonly beta: number },
): number {
  const { η, h, σ, λ } = checked("rmspropStationaryVarianceFiniteMemory", options);
  requireMemory("rmspropStationaryVarianceFiniteMemory", options.beta);
  const e = 1 - options.beta;
  return (η * (1 - e)) / (2 * ((h / σ) * (1 - (5 / 8) * e) + λ));
}

/**
 * Var x_∞ = ησ²p²/(2q − ηq²), q = hp + λ, p = 1/(σ + ε): the optimizer itself with v frozen at σ², no expansion in η.
 * Standing: derived and checked (ε: derived).
 */
export function rmspropStationaryVarianceDiscrete(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVarianceDiscrete", options);
  const p = 1 / (σ + ε);
  const q = h * p + λ;
  return (η * (σ * p) ** 2) / (2 * q - η * q * q);
}

function checked(who: string, options: RmspropCoordinate): { η: number; h: number; σ: number; ε: number; λ: number } {
  const { eta: η, h, sigma: σ, eps: ε = 0, lambda: λ = 0 } = options;
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { eps: ε, lambda: λ });
  return { η, h, σ, ε, λ };
}

import { gaussRule } from "../math/gauss-rule.js";
import { lyapunov } from "../math/lyapunov.js";
import { gaussLegendre, type Rule } from "../math/quadrature.js";
import { diagonal, type Matrix } from "../math/vector.js";
import { requirePositive } from "../validate.js";
import { lossFloor, scaleRows } from "./quadratic.js";
import { requireMemory, requirePositives, requireSameLength } from "./require.js";
import { signVariance } from "./sign-sgd.js";

/*
 * Signum, m ← βm + (1−β)g, x ← x − η sign(m), under Gaussian noise of standard deviation σ, t = kη. With β fixed and
 * η → 0, m is a stationary Gaussian sequence around ∇f, of standard deviation σ_m = σ √((1−β)/(1+β)) and correlation
 * β^|j|, and the sum of its signs obeys, coordinate by coordinate,
 *   dX = −erf(u/√2) dt + √η D(u) dW,  u = ∇f/σ_m,                                                      (1)
 *   D²(u) = Σ_{j ∈ ℤ} Cov(sign m₀, sign m_j) = 1 − erf²(u/√2) + (4/π) Σ_{j≥1} ∫₀^{asin βʲ} e^{−u²/(1 + sin a)} da.  (2)
 * The integral is Plackett's, Biometrika 41 (1954): ∂Φ₂/∂r is the bivariate density. Everything here is derived; we know
 * of no source.
 */

/** σ_m = σ √((1−β)/(1+β)), the standard deviation of m where ∇f does not change. Standing: derived. */
export function signumNoise(sigma: number, beta: number): number {
  requirePositives("signumNoise", { sigma });
  requireMemory("signumNoise", beta);
  return sigma * Math.sqrt((1 - beta) / (1 + beta));
}

/** Nodes kept of the integrals in (2): with eight, e^{−zu²} on ½ ≤ z ≤ 1 is exact to 10⁻¹³ for every u. */
const NODES = 8;

/** Rules for ∫₀^A, A = asin βʲ: the integrand varies on the scale 1, so short ones need few points. */
const SIXTEEN = gaussLegendre(16);
const SIX = gaussLegendre(6);
const SHORT = 0.1;

/** Lags taken one by one; further ones are taken in blocks no longer than the way to lag 0, where the root of (2) is. */
const FIRST_LAGS = 64;

/**
 * D² of (2) as a function of u, for a given β; error about 10⁻¹³ D²(0). At u = 0 it is S(β) = 1 + (4/π) Σ_{j≥1} asin βʲ, near 2 ln 2/(1 − β) as β → 1. Standing: derived and checked.
 */
export function signumDiffusion(beta: number): (u: number) => number {
  requireMemory("signumDiffusion", beta);
  const { nodes, weights } = lagRule(beta);
  return (u) => {
    let sum = signVariance(u);
    for (let q = 0; q < nodes.length; q++) sum += weights[q] * Math.exp(-nodes[q] * u * u);
    return sum;
  };
}

/** Nodes z = 1/(1 + sin a) and weights of (4/π) Σ_{j≥1} ∫₀^{asin βʲ} e^{−zu²} da. */
function lagRule(β: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  const lags = lagSum(β);
  lags.nodes.forEach((j, k) => {
    const half = Math.asin(β ** j) / 2;
    const rule = 2 * half > SHORT ? SIXTEEN : SIX;
    rule.nodes.forEach((s, q) => {
      nodes.push(1 / (1 + Math.sin(half * (1 + s))));
      weights.push((4 / Math.PI) * half * rule.weights[q] * lags.weights[k]);
    });
  });
  return nodes.length === 0 ? { nodes, weights } : gaussRule({ nodes, weights }, NODES);
}

/** Lags j and weights that stand for the sum over j = 1, 2, … of a smooth function of βʲ. */
function lagSum(β: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  // over a longer block βʲ falls by more than e
  const longest = Math.floor(-1 / Math.log(β));
  const blocks = new Map<number, Rule>();
  for (let j = 1; β ** j > 1e-17; ) {
    const length = j < FIRST_LAGS ? 1 : Math.min(j, longest);
    const block = length > NODES ? (blocks.get(length) ?? uniformRule(length)) : uniformRule(1);
    blocks.set(length, block);
    nodes.push(...block.nodes.map((offset) => j + offset));
    weights.push(...block.weights);
    j += length > NODES ? length : 1;
  }
  return { nodes, weights };
}

/** The Gauss rule of the points 0, 1, …, n − 1, each of weight 1. */
function uniformRule(n: number): Rule {
  const nodes = Array.from({ length: n }, (_, i) => i);
  return gaussRule({ nodes, weights: nodes.map(() => 1) }, NODES);
}

/** Signum on one coordinate of a quadratic f = h x²/2. */
export interface SignumCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  readonly beta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the Gaussian noise. */
  readonly sigma: number;
}

/**
 * Var X_∞ = ηS(β)/(2a), a = √(2/π) h/σ_m, with β fixed, to leading order in η: needs a memory that is short against the
 * relaxation, ηa ≪ 1 − β. Standing: derived and checked.
 */
export function signumStationaryVariance({ eta: η, beta: β, h, sigma: σ }: SignumCoordinate): number {
  requirePositives("signumStationaryVariance", { eta: η, h, sigma: σ });
  const a = (Math.sqrt(2 / Math.PI) * h) / signumNoise(σ, β);
  return (η * signumDiffusion(β)(0)) / (2 * a);
}

/**
 * Var X_∞ of the SDE with memory, dX = −sign(M) dt, dM = ρ(∇f − M) dt + √η ρσ dW, ρ = (1−β)/η, when its memory is short
 * against the relaxation: as above with σ_m² = σ²ηρ/2 and S = 2 ln 2/(ηρ), the limits of both as β → 1. Standing:
 * derived and checked.
 */
export function signumStationaryVarianceMemory({ eta: η, beta: β, h, sigma: σ }: SignumCoordinate): number {
  requirePositives("signumStationaryVarianceMemory", { eta: η, h, sigma: σ });
  requireMemory("signumStationaryVarianceMemory", β);
  const a = (Math.sqrt(2 / Math.PI) * h) / (σ * Math.sqrt((1 - β) / 2));
  return (η * Math.LN2) / ((1 - β) * a);
}

/**
 * The V with A V + V Aᵀ = ηS(β)I, A = √(2/π) diag(1/σ_m) H: the linearised stationary covariance for any Hessian and
 * independent noise, to leading order in η. Standing: derived.
 */
export function signumStationaryCovariance(options: {
  readonly eta: number;
  readonly beta: number;
  readonly H: Matrix;
  readonly sigma: readonly number[];
}): Matrix {
  const { eta: η, beta: β, H, sigma: σ } = options;
  requirePositives("signumStationaryCovariance", { eta: η });
  for (const scale of σ) requirePositive("signumStationaryCovariance", "every entry of sigma", scale);
  const A = scaleRows(
    σ.map((scale) => Math.sqrt(2 / Math.PI) / signumNoise(scale, β)),
    H,
  );
  const S = signumDiffusion(β)(0);
  return lyapunov(A, diagonal(σ.map(() => η * S)));
}

/** E f_∞ = ½ Σᵢ hᵢ Var Xᵢ for f = ½ Σ hᵢ xᵢ², to leading order in η; linear in σ. Standing: derived and checked. */
export function signumLossFloor(options: {
  readonly eta: number;
  readonly beta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
}): number {
  const { h, sigma: σ } = options;
  requireSameLength("signumLossFloor", h, σ);
  return lossFloor(
    h,
    h.map((curvature, i) => signumStationaryVariance({ ...options, h: curvature, sigma: σ[i] })),
  );
}

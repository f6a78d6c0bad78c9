/**
 * The functions an equation may use, with the number of arguments and how shapes pass through them.
 *
 * "each": acts coordinate by coordinate; "reduce": all coordinates to one number; "vector": a vector, with numbers, to a
 * vector.
 */
export interface FunctionRule {
  readonly least: number;
  readonly most: number;
  readonly shape: "each" | "reduce" | "vector";
  /** Whether the last argument is a Brownian increment, in which it is linear. */
  readonly driven?: true;
}

const each = (n: number): FunctionRule => ({ least: n, most: n, shape: "each" });
const vector = (n: number): FunctionRule => ({ least: n, most: n, shape: "vector" });
const reduce = (n: number): FunctionRule => ({ least: n, most: n, shape: "reduce" });

/** Operators, by the name their node carries; all act coordinatewise but for a matrix times a vector. */
export const OPERATORS: Readonly<Record<string, FunctionRule>> = {
  add: each(2),
  subtract: each(2),
  multiply: each(2),
  divide: each(2),
  power: each(2),
  negate: each(1),
};

/** Elementary functions and reductions, known everywhere. */
export const FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  abs: each(1),
  clip: each(2),
  cos: each(1),
  erf: each(1),
  exp: each(1),
  log: each(1),
  min: each(2),
  sign: each(1),
  sin: each(1),
  sqrt: each(1),
  studentCdf: each(2),
  studentPdf: each(2),
  tanh: each(1),
  max: { least: 1, most: 2, shape: "each" },
  clipNorm: vector(2),
  dot: reduce(2),
  mean: reduce(1),
  norm: reduce(1),
  sum: reduce(1),
};

/**
 * What a noise law offers to an SDE for a gradient g = G + noise. Coordinate by coordinate:
 * cdf(u) = P(noise ≤ u), pdf its density, clipMean(G, c) = E clip(g, c), clipVar(G, c) = Var clip(g, c), and
 * noisyClipMean(G, c, s) = E clip(g + s z, c), noisyClipVar(G, c, s) its variance, z ~ N(0, I).
 * Of all coordinates at once: clipNormMean(G, c) = E clipNorm(g, c), and clipNormNoise(G, c, dW) = C^{1/2} dW with C the
 * covariance of clipNorm(g, c) (a matrix C^{1/2} with C^{1/2} C^{1/2}ᵀ = C). The same of smooth clipping, g/√(1 + |g|²/c²).
 */
export const NOISE_FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  cdf: each(1),
  pdf: each(1),
  clipMean: each(2),
  clipVar: each(2),
  noisyClipMean: each(3),
  noisyClipVar: each(3),
  clipNormMean: vector(2),
  clipNormNoise: { ...vector(3), driven: true },
  smoothClipMean: vector(2),
  smoothClipNoise: { ...vector(3), driven: true },
};

/** hessian(v) = ∇²f(x) v in an SDE: the derivative of the gradient's equations along v. */
export const HESSIAN: Readonly<Record<string, FunctionRule>> = {
  hessian: { least: 1, most: 1, shape: "each" },
};

/** What only an SDE may call. */
export const SDE_FUNCTIONS: Readonly<Record<string, FunctionRule>> = { ...NOISE_FUNCTIONS, ...HESSIAN };

/** √Σ applied to a Brownian increment, written sqrt(Σ)*dW; what it does is the noise law's to say. */
const ROOT_SIGMA: Readonly<Record<string, FunctionRule>> = {
  rootSigma: { least: 1, most: 1, shape: "each" },
};

/** The entry of a table, and not what every object inherits. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

export function ruleOf(operation: string): FunctionRule | undefined {
  // a function given by a table
  if (operation.includes("#")) return each(1);
  const tables = [OPERATORS, FUNCTIONS, SDE_FUNCTIONS, ROOT_SIGMA];
  return tables.map((table) => own(table, operation)).find((rule) => rule !== undefined);
}

import { requireFinite, requirePositive } from "../validate.js";
import { mapParameters, type Parameters } from "./parameters.js";
import type { Standing } from "./prediction.js";

/*
 * Scaling rules: how the parameters of an optimizer should change when the batch is δ times larger, so that the noise of a
 * gradient is σ/√δ and a step costs δ samples. A right rule keeps the loss floor and the progress per sample; what it does
 * to a floor is what the floor's formula says at its parameters and at σ/√δ. All are powers of δ.
 */

/** Powers of δ that multiply the parameters; those not named stay as they are. */
export interface ScalingExponents {
  /** Of η. */
  readonly eta: number;
  /** Of 1 − β, for every β. */
  readonly memory?: number;
  /** Of the decoupled weight decay λ. */
  readonly lambda?: number;
  /** Of the ε added to √v. */
  readonly eps?: number;
  /** Of the clipping threshold c. */
  readonly c?: number;
}

/** A rule for a batch that is δ times larger. */
export interface ScalingRule {
  readonly name: string;
  /** The methods it is for. */
  readonly methods: readonly string[];
  readonly exponents: ScalingExponents;
  /** Whether it keeps the loss floor and the progress per sample; wrong rules are here to be compared. */
  readonly holds: boolean;
  readonly assumptions: string;
  readonly source: string;
  readonly standing: Standing;
  /**
   * The parameters at δ times the batch, with all that the rule moves; names as a method's options have them.
   * @throws RangeError where 1 − β would exceed 1, or δ is not positive; TypeError where η is missing.
   */
  readonly apply: <P extends Readonly<Record<string, number>>>(parameters: P, delta: number) => Parameters<P>;
}

const MALLADI = "Malladi, Lyu, Panigrahi & Arora, arXiv 2205.10287";
const COMPAGNONI = "Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958";
const QUADRATIC = "own, on a quadratic near its minimum";

/** The rules, by what they are for; the last three are wrong. */
export type ScalingRuleKey =
  | "sgd"
  | "signSgd"
  | "signum"
  | "linearSignum"
  | "adaptive"
  | "adaptiveWithDecay"
  | "clippedSgd"
  | "fixedThreshold"
  | "linearAdaptive"
  | "adaptiveWithoutDecay"
  | "nothing";

/** Every rule; `signumScalingRule` has the family between two of them. */
export const scalingRules: Readonly<Record<ScalingRuleKey, ScalingRule>> = {
  sgd: rule({
    name: "linear rule",
    methods: ["SGD"],
    exponents: { eta: 1 },
    holds: true,
    assumptions: "the SDE of SGD holds: η well below 2/L at the larger batch too",
    source: "Goyal et al., arXiv 1706.02677; as the SDE of Li, Tai & E has it",
    standing: "recalled and checked",
  }),
  signSgd: rule({
    name: "square root rule of SignSGD",
    methods: ["SignSGD"],
    exponents: { eta: 1 / 2, lambda: 1 / 2 },
    holds: true,
    assumptions: "gradients well below the noise, at the larger batch too",
    source: QUADRATIC,
    standing: "derived and checked",
  }),
  signum: signumScalingRule(0),
  linearSignum: signumScalingRule(1),
  adaptive: rule({
    name: "square root rule",
    methods: ["RMSprop", "lagged RMSprop", "Adam"],
    exponents: { eta: 1 / 2, memory: 1, eps: -1 / 2 },
    holds: true,
    assumptions: "gradients well below the noise, at the larger batch too",
    source: MALLADI,
    standing: "paper",
  }),
  adaptiveWithDecay: rule({
    name: "square root rule with decay",
    methods: ["RMSpropW", "AdamW"],
    exponents: { eta: 1 / 2, memory: 1, lambda: 1 / 2, eps: -1 / 2 },
    holds: true,
    assumptions: "gradients well below the noise, at the larger batch too; it keeps ρ₁/(ρ₁ + λ) as well",
    source: COMPAGNONI,
    standing: "recalled and checked",
  }),
  clippedSgd: rule({
    name: "linear rule with threshold",
    methods: ["clipped SGD", "clipped distributed SGD"],
    exponents: { eta: 1, c: -1 / 2 },
    holds: true,
    assumptions: "noise whose law only changes its scale with the batch: Gaussian",
    source: QUADRATIC,
    standing: "derived and checked",
  }),
  fixedThreshold: rule({
    name: "square root rule at a fixed threshold",
    methods: ["clipped SGD", "clipped distributed SGD"],
    exponents: { eta: 1 / 2 },
    holds: true,
    assumptions: "c ≪ σ, at the larger batch too: clipping is then SignSGD with learning rate ηc",
    source: QUADRATIC,
    standing: "derived and checked",
  }),
  linearAdaptive: rule({
    name: "linear rule for Adam",
    methods: ["RMSprop", "RMSpropW", "Adam", "AdamW"],
    exponents: { eta: 1, memory: 1 },
    holds: false,
    assumptions: "none: the rule of SGD where the square root is right; its floor is √δ times too high",
    source: "practice",
    standing: "derived and checked",
  }),
  adaptiveWithoutDecay: rule({
    name: "square root rule without decay",
    methods: ["RMSpropW", "AdamW"],
    exponents: { eta: 1 / 2, memory: 1, eps: -1 / 2 },
    holds: false,
    assumptions: "none: without the decay scaled, decay does less per sample",
    source: MALLADI,
    standing: "derived and checked",
  }),
  nothing: rule({
    name: "nothing scaled",
    methods: ["SGD", "SignSGD", "RMSprop", "RMSpropW", "Adam", "AdamW"],
    exponents: { eta: 0 },
    holds: false,
    assumptions: "none: a lower floor, at less progress per sample",
    source: "practice",
    standing: "derived and checked",
  }),
};

/**
 * A member of the family of right rules of Signum: 1 − β → δ^q (1 − β), η → δ^{(1+q)/2} η, λ → δ^{(1−q)/2} λ. At q = 0 β
 * stays and η scales as the square root; at q = 1 η scales linearly, since sign(m) keeps its law in the time of samples.
 */
export function signumScalingRule(q: number): ScalingRule {
  requireFinite("signumScalingRule", "q", q);
  return rule({
    name: `rule of Signum, q = ${q}`,
    methods: ["Signum"],
    exponents: { eta: (1 + q) / 2, memory: q, lambda: (1 - q) / 2 },
    holds: true,
    assumptions: "a memory 1/(1 − β) far shorter than the time of the iterates, gradients well below the noise",
    source: QUADRATIC,
    standing: "derived and checked",
  });
}

function rule(definition: Omit<ScalingRule, "apply">): ScalingRule {
  const { name: owner, exponents } = definition;
  return {
    ...definition,
    apply(parameters, delta) {
      requirePositive(owner, "delta", delta);
      if (!("eta" in parameters)) throw new TypeError(`${owner}: parameters must contain eta`);
      return mapParameters(parameters, (name, value) => {
        if (!name.startsWith("beta")) return value * delta ** (exponents[name as keyof ScalingExponents] ?? 0);
        const beta = 1 - delta ** (exponents.memory ?? 0) * (1 - value);
        if (beta >= 0 && beta < 1) return beta;
        throw new RangeError(`${owner}: ${name} must stay in [0, 1) at δ = ${delta}, got ${beta}`);
      });
    },
  };
}

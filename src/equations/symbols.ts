/**
 * The vocabulary of equations: how a symbol is spelt, printed and bounded.
 *
 * A name has one canonical ASCII spelling, which is what options use; text may spell it in Greek:
 * `η` and `eta`, `β1` and `beta1`, `ε` and `eps` are one name each.
 */

const GREEK: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "eps",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Γ: "Gamma",
  Δ: "Delta",
  Λ: "Lambda",
  Ξ: "Xi",
  Σ: "Sigma",
  Φ: "Phi",
  Ω: "Omega",
};

const ASCII: ReadonlyMap<string, string> = new Map(Object.entries(GREEK).map(([letter, name]) => [name, letter]));

/** The canonical ASCII spelling: β1 → beta1, ε → eps; `epsilon` is read as eps. */
export function canonical(name: string): string {
  const spelt = [...name].map((letter) => GREEK[letter] ?? letter).join("");
  return spelt.replace(/^epsilon(?=\d*$)/, "eps");
}

/** The spelling a paper would use: beta1 → β1. Differentials keep their d: dW, dx. */
export function display(name: string): string {
  const [, stem, rest] = /^([A-Za-z]+)(.*)$/.exec(name) ?? ["", name, ""];
  return `${ASCII.get(stem) ?? stem}${rest}`;
}

/** The LaTeX of a name: beta1 → \beta_{1}, gradientNorm → \mathrm{gradientNorm}. */
export function latexName(name: string): string {
  const [, stem, digits] = /^(.*?)(\d*)$/.exec(name) ?? ["", name, ""];
  const hat = /^(.)hat$/.exec(stem);
  if (hat !== null) return `\\hat{${hat[1]}}`;
  const subscript = digits === "" ? "" : `_{${digits}}`;
  if (stem === "eps") return `\\varepsilon${subscript}`;
  if (ASCII.has(stem)) return `\\${stem}${subscript}`;
  if (/^d[A-Za-z]$/.test(stem)) return `\\mathrm{d}${stem.slice(1)}${subscript}`;
  return stem.length === 1 ? `${stem}${subscript}` : `\\mathrm{${stem}}${subscript}`;
}

/** What values a parameter may take. */
export type Domain = "positive" | "non-negative" | "decay" | "count" | "real";

/** The domain a parameter of this name has unless its method says otherwise. */
export function domainOf(name: string): Domain {
  const stem = name.replace(/\d+$/, "");
  if (stem === "eta" || stem === "c" || stem === "sigma" || stem === "rho") return "positive";
  if (stem === "eps" || stem === "lambda") return "non-negative";
  if (stem === "beta") return "decay";
  if (stem === "N" || stem === "I" || stem === "B") return "count";
  return "real";
}

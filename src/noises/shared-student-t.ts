/**
 * Multivariate Student-t gradient noise: one w ~ χ²_ν per draw, shared by all coordinates.
 *
 *   g = ∇f(x) + s z/√(w/ν),  z ~ N(0, I)                                                              (1)
 *   w/ν = e^{−2h(v)},  h(v) = −½ log(F⁻¹(Φ(v))/ν),  v ~ N(0, 1), F the cdf of χ²_ν                        (2)
 * Each coordinate is t_ν of scale s. The coordinates are uncorrelated but not independent: a small w makes all of them
 * large. For ν > 2 the covariance is s² ν/(ν − 2), diagonal.
 *
 * h is tabulated over |v| ≤ 7, beyond which no v falls: a normal is made of 32 bits, so that |v| < 6.77. By (2) a heavy
 * tail is as good as that of v: h is known to 10⁻¹² max(1, 10/ν), absolutely, which is the relative error of a draw.
 *
 * Signs and clips of different coordinates are correlated wherever the gradient is not 0 (`sharedSignCovariance` in
 * math/shared-student.ts), so that no SDE with one Brownian motion per coordinate is theirs: for d > 1 the functions are
 * refused, although each coordinate alone would be right. With one scale for all coordinates the law of the noise depends
 * on its norm only, and clipping by the norm has its SDE.
 * Standing: (1) the definition, (2) derived; checked against the F law of |noise|²/d.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { tabulatedOperations } from "../equations/tabulated.js";
import { logChiSquareRatio } from "../math/chi-square.js";
import { tabulate } from "../math/tabulate.js";
import { type BoundNoise, NORMAL_VARIATES, type Noise, type Variate } from "./noise.js";
import { radialClippingFamilies } from "./radial-clipping.js";

const VARIATES: readonly Variate[] = [...NORMAL_VARIATES, { name: "v", law: "normal", shared: true }];

/** |v| that a table goes up to; a normal made of 32 bits stays below √(66 ln 2) = 6.77. */
const REACH = 7;

/** The lines of (1) and (2) by ν: a table is made once. */
const ORACLES = new Map<number, readonly Equation[]>();

/** The lines that draw g. (1), (2) */
function oracleOf(nu: number): readonly Equation[] {
  const known = ORACLES.get(nu);
  if (known !== undefined) return known;
  const tolerance = 1e-12 * Math.max(1, 10 / nu);
  const h = tabulate({ from: -REACH, to: REACH, tolerance }, (v) => -logChiSquareRatio(v, nu) / 2);
  const tables = tabulatedOperations("studentT", { logSpread: h });
  const lines = ["g = G + s*z*exp(logSpread(v[1]))"].map((line) => parseEquation(line, "studentT", tables));
  ORACLES.set(nu, lines);
  return lines;
}

/** The law of t noise with w shared by the coordinates, from that with a w for each. */
export function shared(independent: Noise, nu: number): Noise {
  return {
    name: independent.name,
    description: `${independent.description}, w shared`,
    bind(objective) {
      const law: BoundNoise = independent.bind(objective);
      const { dimension: d } = objective;
      const scales = [...new Set(law.scale)];
      const isRadial = scales.length === 1 && scales[0] > 0;
      const functions =
        d === 1
          ? law.sde.functions
          : {
              absent:
                "it holds for independent coordinates only, and those of multivariate t noise share w; leave out shared",
            };
      return {
        ...law,
        oracle: { kind: "additive", variates: VARIATES, lines: oracleOf(nu) },
        sde: {
          ...law.sde,
          functions,
          ...(isRadial && { tabulated: radialClippingFamilies({ s: scales[0], d, nu }) }),
        },
      };
    },
  };
}

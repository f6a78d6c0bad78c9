import { logChiSquareRatio } from "./chi-square.js";
import { erf } from "./error-function.js";
import { normalDensity } from "./normal.js";
import { integrate } from "./quadrature.js";
import { studentCentral } from "./student.js";

/** φ(v) beyond is below 10⁻¹⁸. */
const END = 9;

/**
 * Cov(sign(a + T₁), sign(b + T₂)) of two coordinates of multivariate t noise with nu > 0 degrees of freedom and one
 * w ~ χ²_nu, a = ∂₁f/s₁, b = ∂₂f/s₂:
 *   E_w[erf(a √(w/2nu)) erf(b √(w/2nu))] − (2F(a) − 1)(2F(b) − 1)
 * Given w the coordinates are independent normals. It is 0 where a or b is 0, and has the sign of ab elsewhere; the variance
 * of one sign is 1 − (2F(a) − 1)², as for independent coordinates. Absolute error about 10⁻¹³. Standing: derived.
 */
export function sharedSignCovariance(a: number, b: number, nu: number): number {
  const together = integrate(
    (v) => {
      const root = Math.exp(logChiSquareRatio(v, nu) / 2) * Math.SQRT1_2;
      return normalDensity(v) * erf(a * root) * erf(b * root);
    },
    -END,
    END,
    40,
  );
  return together - studentCentral(a, nu) * studentCentral(b, nu);
}

import { erf } from "../math/error-function.js";
import { studentDensity, studentDistribution } from "../math/student.js";
import { type Matrix, multiply, type Vec } from "../math/vector.js";

/** The functions of the equation language that Math does not have, as the reference executor calls them. */
export const ELEMENTARY: Readonly<{
  erf: (x: number) => number;
  studentCdf: (u: number, nu: number) => number;
  studentPdf: (u: number, nu: number) => number;
  square: (u: number) => number;
  times: (A: Matrix, v: Vec, out: Vec) => void;
  transposeTimes: (A: Matrix, v: Vec, out: Vec) => void;
}> = {
  erf,
  studentCdf: studentDistribution,
  studentPdf: studentDensity,
  square: (u) => u * u,
  times: multiply,
  transposeTimes(A, v, out) {
    const { rows, columns, entries } = A;
    out.fill(0);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) out[j] += entries[i * columns + j] * v[i];
    }
  },
};

import type { Graph, Node } from "../graph.js";
import type { LaneType } from "../lanes.js";
import { erf } from "./erf.js";
import { exp } from "./exp.js";
import { expm1, tanh } from "./expm1.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import { pow } from "./pow.js";
import { promoted, type VectorFunction } from "./promoted.js";
import { sign } from "./sign.js";
import { studentCdf, studentPdf } from "./student.js";
import { cos, sin } from "./trigonometric.js";

export type ElementaryName = "cos" | "erf" | "exp" | "expm1" | "log" | "log1p" | "pow" | "sign" | "sin" | "tanh";

/** A function of a vector and of a number that is known when the code is built. */
export type VectorFamily = (graph: Graph, u: Node, nu: number) => Node;

/** The elementary functions on vectors of one kind. */
export function elementary(
  type: LaneType,
): Readonly<Record<ElementaryName, VectorFunction> & Record<"studentCdf" | "studentPdf", VectorFamily>> {
  return {
    cos: promoted(type, cos),
    erf: erf(type),
    exp: exp(type),
    expm1: promoted(type, expm1),
    log: log(type),
    log1p: promoted(type, log1p),
    pow: promoted(type, pow),
    sign: sign(type),
    sin: promoted(type, sin),
    studentCdf: (graph, u, nu) => promoted(type, (inner, v) => studentCdf(inner, v, nu))(graph, u),
    studentPdf: (graph, u, nu) => promoted(type, (inner, v) => studentPdf(inner, v, nu))(graph, u),
    tanh: promoted(type, tanh),
  };
}

import { call, type Expression, number } from "./expression.js";
import { own } from "./functions.js";
import { isNumber, minus, ONE, over, plus, simplest, times, ZERO } from "./simplify.js";

/** The rate of change of each name along a direction; a name that is not there does not change. */
export type Tangents = ReadonlyMap<string, Expression>;

/**
 * The derivative of an expression along a direction: D e = Σ (∂e/∂name) D name.
 *
 * At a kink it is one of the one-sided derivatives or their mean: D|u| = sign(u) Du, D max(a, b) = (Da + Db)/2 where
 * a = b, D sign = 0. D√u = 0 where u = 0, which is right along a direction that vanishes with √u, as that of a noise.
 *
 * @throws TypeError where what changes passes through clipNorm or the largest of the coordinates.
 */
export function derivative(expression: Expression, tangents: Tangents): Expression {
  if (expression.kind === "name") return tangents.get(expression.name) ?? ZERO;
  if (expression.kind !== "call") {
    const rate = expression.kind === "entry" ? tangents.get(expression.name) : undefined;
    if (rate === undefined || rate.kind === "number") return rate ?? ZERO;
    if (rate.kind === "name") return { ...(expression as Expression & { kind: "entry" }), name: rate.name };
    return refuse(`an entry of ${rate.kind === "call" ? rate.operation : rate.kind}`);
  }
  const { operation, arguments: args } = expression;
  const rates = args.map((argument) => derivative(argument, tangents));
  if (rates.every((rate) => isNumber(rate, 0))) return ZERO;
  const rule = own(RULES, operation);
  if (rule === undefined || (operation === "max" && args.length === 1)) return refuse(operation);
  return rule(args, rates);
}

function refuse(what: string): never {
  throw new TypeError(`derivative: no rule for ${what}`);
}

type Rule = (args: readonly Expression[], rates: readonly Expression[]) => Expression;

/** The rule of a function of one argument, from its slope. */
const chain =
  (slope: (u: Expression) => Expression): Rule =>
  ([u], [Du]) =>
    times(slope(u), Du);

/** 1 where u > 0, 0 where u < 0, ½ at 0. */
const step = (u: Expression): Expression => over(plus(ONE, call("sign", u)), number(2));

const choice = (chosen: Expression, a: Expression, b: Expression): Expression =>
  plus(times(step(chosen), a), times(minus(ONE, step(chosen)), b));

const square = (u: Expression): Expression => call("power", u, number(2));

/** 1/(2√u), and 0 at u = 0; the floor only keeps 0/0 away. */
const rootSlope = (u: Expression): Expression =>
  over(call("sign", u), times(number(2), call("sqrt", call("max", u, number(1e-300)))));

const dot = (a: Expression, b: Expression): Expression => simplest("dot", a, b);

const RULES: Readonly<Record<string, Rule>> = {
  add: (_, [Da, Db]) => plus(Da, Db),
  subtract: (_, [Da, Db]) => minus(Da, Db),
  negate: (_, [Da]) => simplest("negate", Da),
  multiply: ([a, b], [Da, Db]) => plus(times(a, Db), times(Da, b)),
  divide: ([a, b], [Da, Db]) => over(minus(Da, times(over(a, b), Db)), b),
  power([a, b], [Da, Db]) {
    if (!isNumber(Db, 0)) return times(call("power", a, b), plus(times(Db, call("log", a)), over(times(b, Da), a)));
    if (isNumber(b, 0.5)) return times(rootSlope(a), Da);
    const lower = b.kind === "number" ? number(b.value - 1) : minus(b, ONE);
    return times(times(b, simplest("power", a, lower)), Da);
  },
  abs: chain((u) => call("sign", u)),
  clip: ([u, c], [Du, Dc]) => choice(minus(c, call("abs", u)), Du, times(call("sign", u), Dc)),
  cos: chain((u) => call("negate", call("sin", u))),
  dot: ([a, b], [Da, Db]) => plus(dot(a, Db), dot(Da, b)),
  erf: chain((u) => times(number(2 / Math.sqrt(Math.PI)), call("exp", call("negate", square(u))))),
  exp: chain((u) => call("exp", u)),
  log: chain((u) => over(ONE, u)),
  max: ([a, b], [Da, Db]) => choice(minus(a, b), Da, Db),
  mean: (_, [Du]) => simplest("mean", Du),
  min: ([a, b], [Da, Db]) => choice(minus(b, a), Da, Db),
  norm: ([u], [Du]) => over(dot(u, Du), call("norm", u)),
  sign: () => ZERO,
  sin: chain((u) => call("cos", u)),
  sqrt: chain(rootSlope),
  sum: (_, [Du]) => simplest("sum", Du),
  tanh: chain((u) => minus(ONE, square(call("tanh", u)))),
  studentCdf([u, nu], [Du, Dnu]) {
    if (!isNumber(Dnu, 0)) return refuse("studentCdf of changing degrees of freedom");
    return times(call("studentPdf", u, nu), Du);
  },
  studentPdf([u, nu], [Du, Dnu]) {
    if (!isNumber(Dnu, 0)) return refuse("studentPdf of changing degrees of freedom");
    const slope = over(times(plus(nu, ONE), u), plus(nu, square(u)));
    return call("negate", times(times(slope, call("studentPdf", u, nu)), Du));
  },
};

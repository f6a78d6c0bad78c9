import type { Equation, Expression } from "./expression.js";
import type { SdeProgram, UpdateProgram } from "./program.js";
import { latexName } from "./symbols.js";

/** How names print where the default spelling does not serve: x as x_k in an update, as X in an SDE. */
type Spelling = (name: string) => string;

const SUM = 1;
const PRODUCT = 2;
const SIGN = 3;
const POWER = 4;
const ATOM = 5;

/** The LaTeX of an expression. */
export function latexOf(expression: Expression, spell: Spelling = latexName): string {
  return print(expression, spell).text;
}

/** The lines of an update, x_{k+1} from x_k and g_k, memories with the index they have at that line. */
export function updateLatex({ lines, state }: UpdateProgram): string[] {
  const written = new Set<string>();
  const spell: Spelling = (name) => {
    if (name === "g") return "g_{k}";
    return state.includes(name) ? indexed(name, written.has(name) ? "k+1" : "k") : latexName(name);
  };
  return lines.map(({ target, expression }) => {
    const right = latexOf(expression, spell);
    const left = state.includes(target) ? indexed(target, "k+1") : latexName(target);
    written.add(target);
    return `${left} = ${right}`;
  });
}

/** The lines of an SDE, its coefficients first; the state in capitals. */
export function sdeLatex({ where, increments, state }: SdeProgram): { equations: string[]; where: string[] } {
  const spell: Spelling = (name) => {
    if (name === "G") return "\\nabla f(X)";
    return state.includes(name) ? latexName(name).toUpperCase() : latexName(name);
  };
  const line = ({ expression }: Equation, left: string): string => `${left} = ${latexOf(expression, spell)}`;
  return {
    equations: increments.map((equation) => line(equation, `\\mathrm{d}${spell(equation.target.slice(1))}`)),
    where: where.map((equation) => line(equation, latexName(equation.target))),
  };
}

function indexed(name: string, index: string): string {
  const [, stem, digits] = /^(.*?)(\d*)$/.exec(name) ?? ["", name, ""];
  return digits === "" ? `${latexName(stem)}_{${index}}` : `${latexName(stem)}_{${digits},${index}}`;
}

interface Printed {
  readonly text: string;
  readonly level: number;
}

const atom = (text: string): Printed => ({ text, level: ATOM });

function print(expression: Expression, spell: Spelling): Printed {
  switch (expression.kind) {
    case "number":
      return expression.value === Math.PI ? atom("\\pi") : atom(numeral(expression.value));
    case "name":
      return atom(spell(expression.name));
    case "entry":
      return atom(`[${spell(expression.name)}]_{${expression.index}}`);
    case "transpose":
      return atom(`${spell(expression.name)}^{\\top}`);
    case "call":
      return printCall(expression.operation, expression.arguments, spell);
  }
}

function printCall(operation: string, args: readonly Expression[], spell: Spelling): Printed {
  const plain = (index: number): string => print(args[index], spell).text;
  const within = (index: number, level: number): string => {
    const { text, level: own } = print(args[index], spell);
    const signed = index > 0 && text.startsWith("-");
    return own < level || signed ? `\\left(${text}\\right)` : text;
  };
  switch (operation) {
    case "add":
      return { text: `${plain(0)} + ${within(1, PRODUCT)}`, level: SUM };
    case "subtract":
      return { text: `${plain(0)} - ${within(1, PRODUCT)}`, level: SUM };
    case "multiply":
      return { text: product(within(0, PRODUCT), within(1, SIGN)), level: PRODUCT };
    case "divide":
      return fraction(args, spell);
    case "negate":
      return { text: `-${within(0, PRODUCT)}`, level: PRODUCT };
    case "power":
      return { text: `${within(0, ATOM)}^{${plain(1)}}`, level: POWER };
    case "sqrt":
      return atom(`\\sqrt{${plain(0)}}`);
    case "rootSigma":
      return { text: `\\Sigma^{1/2}\\,${plain(0)}`, level: SIGN };
    case "hessian":
      return { text: `\\nabla^2 f(X)\\,${within(0, SIGN)}`, level: PRODUCT };
    case "abs":
      return atom(`\\left|${plain(0)}\\right|`);
    case "norm":
      return atom(`\\left\\|${plain(0)}\\right\\|`);
    case "dot":
      return atom(`\\langle ${plain(0)}, ${plain(1)} \\rangle`);
    case "sum":
      return { text: `\\textstyle\\sum_i ${within(0, PRODUCT)}`, level: PRODUCT };
    default:
      return atom(
        `${FUNCTION_NAMES[operation] ?? `\\operatorname{${operation.replace(/#.*/, "")}}`}\\!\\left(${args.map((_, i) => plain(i)).join(", ")}\\right)`,
      );
  }
}

const FUNCTION_NAMES: Readonly<Record<string, string>> = {
  cos: "\\cos",
  exp: "\\exp",
  log: "\\log",
  max: "\\max",
  min: "\\min",
  sin: "\\sin",
  tanh: "\\tanh",
  cdf: "F",
  pdf: "F'",
  clipMean: "\\mathbb{E}\\operatorname{clip}",
  clipVar: "\\operatorname{Var}\\operatorname{clip}",
};

/** A fraction, with the sign of its numerator in front. */
function fraction([numerator, denominator]: readonly Expression[], spell: Spelling): Printed {
  const below = print(denominator, spell).text;
  if (numerator.kind === "call" && numerator.operation === "negate") {
    return { text: `-\\frac{${print(numerator.arguments[0], spell).text}}{${below}}`, level: PRODUCT };
  }
  return { text: `\\frac{${print(numerator, spell).text}}{${below}}`, level: POWER };
}

/** Juxtaposition; a dot where a numeral follows. */
function product(left: string, right: string): string {
  return /^\d/.test(right) ? `${left}\\cdot ${right}` : `${left}\\,${right}`;
}

function numeral(value: number): string {
  const [digits, exponent] = String(value).split("e");
  return exponent === undefined ? digits : `${digits}\\cdot 10^{${Number(exponent)}}`;
}

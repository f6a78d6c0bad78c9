/**
 * The reference executor: a line program as plain JavaScript, one path at a time, one loop per line.
 *
 * It is the oracle that faster executors are tested against, so it stays close to the text: no reordering, no fusion.
 * Two liberties only, neither of which changes a bit: what holds no changing name is computed once, and scalar parts
 * of a vector line are computed before its loop.
 */
import { type Equation, type Expression, isReduction, namesIn } from "../equations/expression.js";
import { type Scope, type Shape, shapeOf } from "../equations/shapes.js";
import { tableOf } from "../equations/tabulated.js";
import type { Tabulated } from "../math/piecewise-table.js";
import { valueOf } from "../math/tabulate.js";
import type { Matrix, Vec } from "../math/vector.js";
import { ELEMENTARY } from "./elementary.js";
import type { Executable, LineProgram } from "./line-program.js";

/** Compiles a program; lines whose result nothing reads are left out. */
export function referenceExecutable(program: LineProgram): Executable {
  const lines = neededLines(program);
  const scope = scopeOf(program.scope, lines);
  const vectors = allocate(program, scope);
  const scalars = new Float64Array(program.outputs.length).fill(Number.NaN);
  const emitter = createEmitter(program, scope);
  const body = lines.flatMap((line) => emitter.line(line));
  program.outputs.forEach((output, index) => {
    if (scope.get(output)?.kind === "scalar") body.push(`$scalars[${index}] = ${emitter.identifier(output)};`);
  });
  const source = [
    '"use strict";',
    "const { $elementary, $vectors, $scalars, $constants, $tables } = $environment;",
    "const { erf, studentCdf, studentPdf, square } = $elementary;",
    ...emitter.preamble(),
    `return function evaluate(${program.inputs.map(emitter.identifier).join(", ")}) {`,
    ...body.map((statement) => `  ${statement}`),
    "};",
  ].join("\n");
  const build = new Function("$environment", source) as (environment: object) => Executable["evaluate"];
  const evaluate = build({
    $elementary: ELEMENTARY,
    $vectors: vectors,
    $scalars: scalars,
    $constants: program.constants,
    $tables: (operation: string) => (x: number) => valueOf(tableOf(operation) as Tabulated, x),
  });
  return { vectors, scalars, evaluate };
}

/** The lines that an output, or a name that outlives the step, depends on. */
function neededLines({ lines, outputs, scope }: LineProgram): readonly Equation[] {
  const needed = new Set(outputs);
  const kept: Equation[] = [];
  for (const line of [...lines].reverse()) {
    if (!needed.has(line.target)) continue;
    // A temporary is rewritten here, so what stands above for it is dead; a state variable lives on.
    if (!scope.has(line.target)) needed.delete(line.target);
    for (const name of namesIn(line.expression)) needed.add(name);
    kept.push(line);
  }
  return kept.reverse();
}

function scopeOf(given: Scope, lines: readonly Equation[]): Map<string, Shape> {
  const scope = new Map(given);
  for (const { target, expression, text } of lines) {
    const shape = shapeOf(expression, scope, text);
    const given = scope.get(target) ?? shape;
    if (given.kind !== shape.kind && given.kind !== "vector") {
      throw new TypeError(`${text}: a vector is assigned to ${target}, which is a number`);
    }
    scope.set(target, given);
  }
  return scope;
}

function allocate({ sizes, constants }: LineProgram, scope: Scope): Map<string, Vec> {
  const vectors = new Map<string, Vec>();
  for (const [name, shape] of scope) {
    const constant = constants.get(name);
    if (constant instanceof Float64Array) vectors.set(name, constant);
    else if (shape.kind === "vector") vectors.set(name, new Float64Array(sizes[shape.over]));
  }
  return vectors;
}

interface Emitter {
  readonly line: (equation: Equation) => string[];
  readonly preamble: () => string[];
  readonly identifier: (name: string) => string;
}

function createEmitter({ constants, sizes, inputs }: LineProgram, scope: Scope): Emitter {
  const declared = new Set<string>(inputs);
  const constantParts = new Map<string, string>();
  const constantLines: string[] = [];
  const work: string[] = [];
  let counter = 0;
  let reading = "";
  const fresh = (): string => `$${counter++}`;
  const identifiers = new Map<string, string>();
  /** A name in JavaScript; numbered, since two names may differ in letters JavaScript code is not written in. */
  const identifier = (name: string): string => {
    const known = identifiers.get(name) ?? `_${identifiers.size}_${name.replace(/\W/g, "$")}`;
    identifiers.set(name, known);
    return known;
  };
  const size = (over: string): number => sizes[over];
  const isConstant = (expression: Expression): boolean => [...namesIn(expression)].every((name) => constants.has(name));
  const shape = (expression: Expression): Shape => shapeOf(expression, scope, "reference executor");

  /** Code for one entry, which must exist. */
  function entry({ name, index }: Expression & { kind: "entry" }): string {
    const range = scope.get(name);
    const n = range?.kind === "vector" ? size(range.over) : 0;
    if (index > n) throw new RangeError(`${reading}: ${name} has ${n} entries, so there is no ${name}[${index}]`);
    return `${identifier(name)}[${index - 1}]`;
  }

  /** Code for a scalar expression; statements it needs first go to `before`. */
  function scalar(expression: Expression, before: string[]): string {
    switch (expression.kind) {
      case "number":
        return literal(expression.value);
      case "name":
        return identifier(expression.name);
      case "entry":
        return entry(expression);
      case "transpose":
        throw new TypeError("reference executor: a matrix stands where a number must");
      case "call":
        return scalarCall(expression, before);
    }
  }

  function scalarCall(expression: Expression & { kind: "call" }, before: string[]): string {
    const { operation, arguments: args } = expression;
    if (isConstant(expression)) return constantPart(expression);
    if (!isReduction(operation, args.length)) {
      return operationCode(
        operation,
        args.map((argument) => scalar(argument, before)),
      );
    }
    return reduction(operation, args, before);
  }

  /** An expression of constants only: computed when the step function is built. */
  function constantPart(expression: Expression & { kind: "call" }): string {
    const key = JSON.stringify(expression);
    const known = constantParts.get(key);
    if (known !== undefined) return known;
    const result = fresh();
    constantParts.set(key, result);
    const { operation, arguments: args } = expression;
    const code = isReduction(operation, args.length)
      ? reduction(operation, args, constantLines)
      : operationCode(
          operation,
          args.map((argument) => scalar(argument, constantLines)),
        );
    constantLines.push(`const ${result} = ${code};`);
    return result;
  }

  function reduction(operation: string, args: readonly Expression[], before: string[]): string {
    const [first] = args;
    const range = shape(first);
    const n = range.kind === "vector" ? size(range.over) : 1;
    const result = fresh();
    const term = element(first, before);
    const other = operation === "dot" ? element(args[1], before) : term;
    const start = operation === "max" ? "-Infinity" : "0";
    const step: Record<string, string> = {
      sum: `${result} += ${term};`,
      mean: `${result} += ${term};`,
      dot: `${result} += (${term}) * (${other});`,
      norm: `${result} += square(${term});`,
      max: `${result} = Math.max(${result}, ${term});`,
    };
    before.push(`let ${result} = ${start};`, `for (let $i = 0; $i < ${n}; $i++) ${step[operation]}`);
    if (operation === "mean") return `(${result} / ${n})`;
    return operation === "norm" ? `Math.sqrt(${result})` : result;
  }

  /** Code for coordinate $i of an expression. */
  function element(expression: Expression, before: string[]): string {
    if (shape(expression).kind === "scalar") {
      const code = scalar(expression, before);
      // an entry may be of the vector that the loop writes
      if ((expression.kind !== "call" && expression.kind !== "entry") || code.startsWith("$")) return code;
      const hoisted = fresh();
      before.push(`const ${hoisted} = ${code};`);
      return hoisted;
    }
    if (expression.kind === "name") return `${identifier(expression.name)}[$i]`;
    if (expression.kind !== "call") throw new TypeError("reference executor: a matrix stands where a vector must");
    const { operation, arguments: args } = expression;
    if (operation === "multiply" && shape(args[0]).kind === "matrix") return `${product(args, before)}[$i]`;
    if (operation === "clipNorm") return clippedByNorm(args, before);
    return operationCode(
      operation,
      args.map((argument) => element(argument, before)),
    );
  }

  function clippedByNorm(args: readonly Expression[], before: string[]): string {
    const length = reduction("norm", [args[0]], before);
    const factor = fresh();
    before.push(`const ${factor} = Math.min(1, ${scalar(args[1], before)} / ${length});`);
    return `(${factor} * (${element(args[0], before)}))`;
  }

  /** A matrix times a vector, through a work vector, since the line may write what it reads. */
  function product([left, right]: readonly Expression[], before: string[]): string {
    const isTransposed = left.kind === "transpose";
    const id = (left as { name: string }).name;
    const { rows, columns } = constants.get(id) as Matrix;
    const factor = fresh();
    const result = fresh();
    work.push(
      `const ${factor} = new Float64Array(${isTransposed ? rows : columns});`,
      `const ${result} = new Float64Array(${isTransposed ? columns : rows});`,
    );
    before.push(
      `for (let $i = 0; $i < ${isTransposed ? rows : columns}; $i++) ${factor}[$i] = ${element(right, before)};`,
    );
    before.push(`$elementary.${isTransposed ? "transposeTimes" : "times"}(${identifier(id)}, ${factor}, ${result});`);
    return result;
  }

  return {
    identifier,
    line({ target, expression, text }) {
      reading = text;
      const before: string[] = [];
      if (shape(expression).kind === "scalar" && scope.get(target)?.kind !== "vector") {
        const code = scalar(expression, before);
        const assignment = declared.has(target) ? "" : "let ";
        declared.add(target);
        return [...before, `${assignment}${identifier(target)} = ${code};`];
      }
      const code = element(expression, before);
      const to = scope.get(target);
      const n = to?.kind === "vector" ? size(to.over) : 0;
      return [...before, `for (let $i = 0; $i < ${n}; $i++) ${identifier(target)}[$i] = ${code};`];
    },
    preamble() {
      const bound = [...scope.keys()].flatMap((name) => {
        if (scope.get(name)?.kind === "vector")
          return [`const ${identifier(name)} = $vectors.get(${JSON.stringify(name)});`];
        if (constants.has(name)) return [`const ${identifier(name)} = $constants.get(${JSON.stringify(name)});`];
        return [];
      });
      return [...bound, ...work, ...constantLines];
    },
  };
}

function literal(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

const INFIX: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "*", divide: "/" };

function operationCode(operation: string, [a, b]: readonly string[]): string {
  if (tableOf(operation) !== undefined) return `$tables(${JSON.stringify(operation)})(${a})`;
  if (operation in INFIX) return `(${a} ${INFIX[operation]} ${b})`;
  switch (operation) {
    case "negate":
      return `(-${a})`;
    case "power":
      if (b === "2") return `square(${a})`;
      return b === "0.5" ? `Math.sqrt(${a})` : `Math.pow(${a}, ${b})`;
    case "clip":
      return `Math.max(-${b}, Math.min(${b}, ${a}))`;
    case "erf":
    case "studentCdf":
    case "studentPdf":
      return `${operation}(${[a, b].filter((code) => code !== undefined).join(", ")})`;
    default:
      return `Math.${operation}(${[a, b].filter((code) => code !== undefined).join(", ")})`;
  }
}

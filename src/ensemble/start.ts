import type { LineProgram } from "../compiler/line-program.js";
import { referenceExecutable } from "../compiler/reference.js";
import { evaluateCompiled } from "../compiler/wasm/evaluate.js";
import type { Expression } from "../equations/expression.js";
import { shapeOf, vectorOver } from "../equations/shapes.js";
import { display } from "../equations/symbols.js";
import type { Vec } from "../math/vector.js";
import { requireVector } from "../validate.js";
import type { BoundChain } from "./bound-chain.js";
import { noiseLaw } from "./noise-law.js";

/**
 * The state a chain starts from: x₀, and each memory as its expression of x₀, G, σ and the parameters says.
 *
 * @throws SyntaxError on an unknown name; RangeError where a memory must start positive and does not, or is not finite.
 */
export function startState(
  { chain, binding, constants, scope }: BoundChain,
  executor: "compiled" | "reference" = "reference",
): ReadonlyMap<string, Vec> {
  const { start } = chain.problem;
  const result = new Map<string, Vec>([["x", start]]);
  for (const [id, expression] of Object.entries(chain.memory)) {
    const where = `${chain.name}, start of ${display(id)} (memory: { ${id}: … } chooses another)`;
    const allowed = new Map([...scope, ["G", vectorOver()], ["sigma", vectorOver()]] as const);
    for (const other of chain.method.update.state) if (other !== "x") allowed.delete(other);
    shapeOf(expression, allowed, where);
    const line = { target: "start", expression, text: where };
    const law = noiseLaw(where, chain.problem, chain.method.parameters);
    const lines = law.expand(line);
    const program: LineProgram = {
      lines: [...binding.gradient, ...lines],
      scope: new Map([...binding.scope, ...scope, ...law.shapes, ["start", vectorOver()]]),
      sizes: { ...binding.sizes, ...law.sizes },
      constants: new Map([...constants, ...law.constants]),
      inputs: [],
      outputs: ["start"],
    };
    const isCompiled = executor === "compiled" && !program.lines.every((one) => isRounded(one.expression));
    const value = isCompiled ? evaluateCompiled(program, start, "start") : evaluated(program, start, binding);
    result.set(id, requireVector(where, "value", value));
  }
  requirePositiveMemories(chain, result);
  return result;
}

/** Operations that IEEE 754 rounds, and sums of them: the reference executor has the same bits on every engine. */
const ROUNDED: ReadonlySet<string> = new Set(
  "add subtract multiply divide negate abs clip clipNorm min max sign sqrt dot mean norm sum".split(" "),
);

function isRounded(expression: Expression): boolean {
  if (expression.kind !== "call") return true;
  const { operation, arguments: args } = expression;
  const isSquare = operation === "power" && args[1].kind === "number" && args[1].value === 2;
  return (isSquare || ROUNDED.has(operation)) && args.every(isRounded);
}

/** The start on the reference executor. */
function evaluated(program: LineProgram, x: Vec, { closure }: BoundChain["binding"]): Vec | undefined {
  const { vectors, evaluate } = referenceExecutable(program);
  vectors.get("x")?.set(x);
  if (closure !== undefined) vectors.get("G")?.set(closure.gradient(x));
  evaluate();
  return vectors.get("start");
}

function requirePositiveMemories(chain: BoundChain["chain"], start: ReadonlyMap<string, Vec>): void {
  if (chain.sde === undefined || chain.sde.burnIn > 0) return;
  for (const id of chain.sde.sde.positive ?? []) {
    const least = Math.min(...(start.get(id) as Vec));
    if (least > 0) continue;
    throw new RangeError(
      `${chain.name}: ${display(id)} must start positive, got ${least}; ` +
        `start from memory: { ${id}: "G^2 + σ^2" } or run discrete steps first with burnIn`,
    );
  }
}

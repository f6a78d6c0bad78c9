import type { Expression } from "../equations/expression.js";
import { display } from "../equations/symbols.js";
import type { TabulatedFamily } from "../noises/noise.js";

/**
 * The values of the arguments a family wants as numbers.
 *
 * @throws TypeError where one is neither a number nor a parameter.
 */
export function constantsOf(
  owner: string,
  operation: string,
  { parameters: formal, constants }: TabulatedFamily,
  actual: readonly Expression[],
  parameters: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    constants.map((constant) => {
      const argument = actual[formal.indexOf(constant)];
      if (argument.kind === "number") return [constant, argument.value];
      if (argument.kind === "name" && Object.hasOwn(parameters, argument.name)) {
        return [constant, parameters[argument.name]];
      }
      throw new TypeError(
        `${owner}: ${constant} in ${operation}(${formal.map(display).join(", ")}) must be a parameter or a number, as its functions are tabulated for one value`,
      );
    }),
  );
}

/**
 * Functions of one variable that are given by a table rather than a formula, as operations of the language.
 *
 * An operation is a text, so a table is known by one: its name, `#`, and a number that tells tables of one name apart.
 */
import type { Tabulated } from "../math/piecewise-table.js";
import { requireObject, shown } from "../validate.js";
import { ruleOf } from "./functions.js";
import { canonical } from "./symbols.js";

/** Operations by the names a text may call them by. */
export type FunctionNames = Readonly<Record<string, string>>;

const tables = new Map<string, Tabulated>();

/** The operations of some tables by name. @throws TypeError where a name is taken or a table is none. */
export function tabulatedOperations(owner: string, functions: Readonly<Record<string, Tabulated>> = {}): FunctionNames {
  requireObject(`${owner}, functions`, functions, Object.keys(functions));
  return Object.fromEntries(
    Object.entries(functions).map(([given, table]) => {
      const name = canonical(given);
      if (ruleOf(name) !== undefined)
        throw new TypeError(`${owner}: ${given} is a function already, choose another name`);
      if (table?.pieces?.coefficients === undefined) {
        throw new TypeError(
          `${owner}: the function ${given} must be a table, as tabulate makes it, got ${shown(table)}`,
        );
      }
      const operation = `${name}#${tables.size}`;
      tables.set(operation, table);
      return [name, operation];
    }),
  );
}

/** The table behind an operation, if it is one. */
export function tableOf(operation: string): Tabulated | undefined {
  return tables.get(operation);
}

/**
 * The names of all cells, and the variables behind them. Whoever declares a name again has not given it a value yet: until
 * then, and for good where the cell fails or is stopped before, the name is the earlier cell's variable. So is that of a
 * function of such a cell that would read a variable without a value.
 *
 *     const r = 1;                     r is 1
 *     const r = await slow();          r is 1 while the cell waits, and if it is stopped; what slow() came to when it ends
 */

/** What a cell declares that is there when it runs; types are not. */
export interface CellNames {
  readonly all: ReadonlySet<string>;
  /** Those that can be read before they have a value, which is undefined then. */
  readonly hoisted: ReadonlySet<string>;
  /** Those whose values are taken at once. */
  readonly imported: ReadonlySet<string>;
  /** What its functions and classes read when they are called. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface NamesOfCells {
  /** What cells know by this name: it has what they declare as its properties. */
  readonly exports: Record<string, unknown>;
  /** A cell begins that declares `names`. */
  begin(names: CellNames): void;
  /**
   * The cell begun last has ended, `whole` or not. Returns which of its names are still an earlier cell's; reading one
   * that has no value at all is an error from now on.
   */
  end(whole: boolean): ReadonlySet<string>;
}

interface Variable {
  readonly get: () => unknown;
  readonly set: (value: unknown) => void;
}

export const NO_NAMES: CellNames = { all: new Set(), hoisted: new Set(), imported: new Set(), uses: new Map() };

export function namesOfCells(): NamesOfCells {
  const values: Record<string, unknown> = {};
  /** Those of ended cells that have a value. */
  const variables = new Map<string, Variable>();
  /** Those of the cell begun last. */
  let own = new Map<string, Variable>();
  let declared = NO_NAMES;

  function hold(name: string, variable: Variable): boolean {
    return Reflect.defineProperty(values, name, { ...variable, enumerable: true, configurable: true });
  }

  function hasValue(name: string, variable: Variable | undefined): variable is Variable {
    try {
      return variable !== undefined && (variable.get() !== undefined || !declared.hoisted.has(name));
    } catch {
      return false;
    }
  }

  /** Of a cell that has failed: the names without a value, and the functions that would read one of these when called. */
  function useless(): (name: string) => boolean {
    const found = new Set([...declared.all].filter((name) => !hasValue(name, own.get(name))));
    for (let size = -1; size < found.size; ) {
      size = found.size;
      for (const [name, used] of declared.uses) if ([...used].some((one) => found.has(one))) found.add(name);
    }
    return (name) => found.has(name);
  }

  function declare(name: string, variable: Variable): boolean {
    own.set(name, variable);
    const earlier = variables.get(name);
    if (earlier === undefined) return hold(name, variable);
    const current = (): Variable => {
      if (!hasValue(name, variable)) return earlier;
      // A function of an earlier cell may read it in a loop.
      hold(name, variable);
      return variable;
    };
    return hold(name, { get: () => current().get(), set: (value) => current().set(value) });
  }

  const exports = new Proxy(values, {
    defineProperty(_target, name: string, descriptor) {
      if (name === "__esModule") return true;
      const { get, set } = descriptor;
      if (get === undefined) return Reflect.defineProperty(values, name, descriptor);
      // Of an import, a way to what it brings.
      return declare(name, set === undefined ? variableOf(get()) : { get, set });
    },
  });

  return {
    exports,
    begin(names) {
      own = new Map();
      declared = names;
      for (const name of names.imported) {
        // Some imports are assigned, which must not change the earlier variable.
        const set = (value: unknown): boolean => declare(name, variableOf(value));
        hold(name, { get: () => variables.get(name)?.get(), set });
      }
    },
    end(whole) {
      const kept = new Set<string>();
      const isUseless = whole ? () => false : useless();
      for (const name of declared.all) {
        const [variable, earlier] = [own.get(name), variables.get(name)];
        if (variable !== undefined && (whole || (hasValue(name, variable) && !(isUseless(name) && earlier)))) {
          variables.set(name, variable);
          hold(name, variable);
        } else if (earlier === undefined) {
          hold(name, withoutValue(name));
        } else {
          kept.add(name);
          hold(name, earlier);
        }
      }
      [own, declared] = [new Map(), NO_NAMES];
      return kept;
    },
  };
}

function variableOf(first: unknown): Variable {
  let current = first;
  return {
    get: () => current,
    set: (value) => {
      current = value;
    },
  };
}

function withoutValue(name: string): Variable {
  const fail = (): never => {
    throw new ReferenceError(`${name} has no value: the cell that declares it failed or was stopped before`);
  };
  return { get: fail, set: fail };
}

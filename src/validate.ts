/**
 * Checks of what a caller hands in, made once, where a thing is built.
 * Every message reads «who: what must hold, got value».
 */

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return shown(Array.from(value as Float64Array));
  if (Array.isArray(value)) {
    const head = value.slice(0, 6).map(shown).join(", ");
    return value.length > 6 ? `[${head}, … ${value.length} values]` : `[${head}]`;
  }
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return `an object with keys ${Object.keys(value).join(", ")}`;
  return String(value);
}

/** The candidate nearest to `name` in edits, when it is near enough to be a slip of the pen. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = editDistance(name.toLowerCase(), candidate.toLowerCase());
    // of two equally near, the one that begins alike
    const rank = d + (candidate[0]?.toLowerCase() === name[0]?.toLowerCase() ? 0 : 0.5);
    if (rank < distance) {
      distance = rank;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours from a to b. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed, isSwap ? before[j - 2] + 1 : Infinity);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}

/** «; did you mean …?» when a near candidate exists, else the list of what is known, each as `print` spells it. */
export function suggestion(
  name: unknown,
  candidates: readonly string[],
  print: (candidate: string) => string = (candidate) => candidate,
): string {
  const near = nearest(String(name), candidates);
  if (near !== undefined) return `; did you mean ${print(near)}?`;
  return candidates.length > 0 ? `; known: ${candidates.map(print).join(", ")}` : "";
}

/** Refuses an options object that is not one, or that carries a name nobody reads. */
export function requireOptions(who: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`${who}: options must be an object, got ${shown(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${who}: unknown option ${shown(name)}${suggestion(name, known)}`);
  }
}

/** An options object that must be there, with no name that nobody reads. */
export function requireObject(who: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) throw new TypeError(`${who}: options must be an object, got undefined`);
  requireOptions(who, options, known);
}

export function requireFinite(who: string, name: string, value: unknown): number {
  return requireThat(who, name, value, "must be a finite number", Number.isFinite);
}

export function requirePositive(who: string, name: string, value: unknown): number {
  return requireThat(who, name, value, "must be a positive number", (v) => Number.isFinite(v) && v > 0);
}

export function requireNonNegative(who: string, name: string, value: unknown): number {
  return requireThat(who, name, value, "must be a number ≥ 0", (v) => Number.isFinite(v) && v >= 0);
}

/** An integer in lowest..highest. */
export function requireInteger(
  who: string,
  name: string,
  value: unknown,
  lowest: number = 1,
  highest: number = Infinity,
): number {
  const range = highest === Infinity ? `an integer ≥ ${lowest}` : `an integer in ${lowest}..${highest}`;
  return requireThat(
    who,
    name,
    value,
    `must be ${range}`,
    (v: number) => Number.isInteger(v) && v >= lowest && v <= highest,
  );
}

/** A vector of finite numbers, copied; of length `d` when given. */
export function requireVector(who: string, name: string, value: unknown, d?: number): Float64Array {
  if (!Array.isArray(value) && !(value instanceof Float64Array)) {
    throw new TypeError(`${who}: ${name} must be an array of numbers, got ${shown(value)}`);
  }
  if (d !== undefined && value.length !== d) {
    throw new RangeError(`${who}: ${name} must have ${d} entries, got ${value.length}`);
  }
  if (value.length === 0) throw new RangeError(`${who}: ${name} must not be empty`);
  const vector = new Float64Array(value.length);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== "number" || !Number.isFinite(value[i])) {
      throw new RangeError(`${who}: ${name}[${i}] must be a finite number, got ${shown(value[i])}`);
    }
    vector[i] = value[i];
  }
  return vector;
}

function requireThat(who: string, name: string, value: unknown, rule: string, holds: (v: number) => boolean): number {
  if (typeof value !== "number") throw new TypeError(`${who}: ${name} ${rule}, got ${shown(value)}`);
  if (!holds(value)) throw new RangeError(`${who}: ${name} ${rule}, got ${value}`);
  return value;
}

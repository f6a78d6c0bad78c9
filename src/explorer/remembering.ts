/**
 * A function that remembers what it made last: sliders come back to where they were, and most of them leave most of what
 * a specification says alone.
 *
 * @param keyOf two arguments with the same key make the same.
 * @param most results kept; the one that was asked for the longest ago is forgotten first.
 */
export function remembering<A, T>(
  make: (argument: A) => T,
  keyOf: (argument: A) => string,
  most: number,
): (argument: A) => T {
  const made = new Map<string, T>();
  return (argument) => {
    const key = keyOf(argument);
    const result = made.has(key) ? (made.get(key) as T) : make(argument);
    made.delete(key);
    made.set(key, result);
    for (const oldest of made.keys()) if (made.size > most) made.delete(oldest);
    return result;
  };
}

/** The options of these names that were given, to be handed on. */
export function chosen<T extends object, K extends keyof T>(options: T, keys: readonly K[]): Pick<T, K> {
  const given = keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return Object.fromEntries(given) as Pick<T, K>;
}

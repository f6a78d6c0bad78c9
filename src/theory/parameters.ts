/** Parameters of a method by the names of its options. */
export type Parameters<P> = { readonly [name in keyof P]: number };

/** The same parameters with other values. */
export function mapParameters<P extends Readonly<Record<string, number>>>(
  parameters: P,
  change: (name: string, value: number) => number,
): Parameters<P> {
  const changed = Object.entries(parameters).map(([name, value]) => [name, change(name, value)]);
  return Object.fromEntries(changed) as Parameters<P>;
}

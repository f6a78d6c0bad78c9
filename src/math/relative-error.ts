/** |actual − expected|/|expected|, and |actual| where 0 is expected: what a tolerance in a test is stated in. */
export function relativeError(actual: number, expected: number): number {
  if (expected === 0) return Math.abs(actual);
  return Math.abs(actual - expected) / Math.abs(expected);
}

/** Tests that need a program which a machine may lack. */

/**
 * Whether to run what needs `name`: for `it.runIf` and `describe.runIf`. When it is missing, one line says so and how
 * to get it; with MARUYAMA_REQUIRE_ALL=1 that is a failure.
 */
export function optional(name: string, available: boolean, command: string): boolean {
  if (available) return true;
  const line = `${name} is missing; get it with: ${command}`;
  if (process.env.MARUYAMA_REQUIRE_ALL === "1") throw new Error(`${line} (MARUYAMA_REQUIRE_ALL=1 requires it)`);
  process.stderr.write(`skipped: ${line}\n`);
  return false;
}

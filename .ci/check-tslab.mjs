/*
 * Reads the built declarations with the TypeScript inside tslab, which is older than ours: a type it cannot read becomes
 * `any` in a notebook, silently. Here it is an error.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const ts = createRequire(require.resolve("tslab"))("@tslab/typescript-for-tslab");
const entry = fileURLToPath(new URL("../dist/index.d.ts", import.meta.url));
const program = ts.createProgram([entry], {
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  skipLibCheck: false,
  noEmit: true,
});
const own = ts.getPreEmitDiagnostics(program).filter(({ file }) => file?.fileName.includes("/dist/"));
for (const { file, start, messageText } of own) {
  const { line } = file.getLineAndCharacterOfPosition(start);
  console.error(`${file.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}
if (own.length > 0) {
  console.error(`${own.length} declarations that tslab's TypeScript ${ts.version} cannot read`);
  process.exit(1);
}

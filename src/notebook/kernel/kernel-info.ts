/** What the kernel says of itself. */
import { createRequire } from "node:module";
import { type Content, protocolVersion } from "../protocol.js";

/** The content of a kernel_info_reply. */
export function kernelInfo(): Content {
  const modules = createRequire(import.meta.url);
  const own = modules("maruyama/package.json") as { readonly version: string };
  // Its own package file, for loading the compiler itself takes half a second.
  const compiler = createRequire(modules.resolve("tslab"))("@tslab/typescript-for-tslab/package.json") as {
    readonly version: string;
  };
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "maruyama",
    implementation_version: own.version,
    banner: `Maruyama ${own.version}, TypeScript ${compiler.version}, Node ${process.versions.node}`,
    help_links: [],
    debugger: false,
    language_info: {
      name: "typescript",
      version: compiler.version,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
      // JupyterLab goes by `mode`, the classic notebook by the other two.
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    },
  };
}

import { createRequire } from "node:module";
import util from "node:util";

/** A tensor, as far as it is promised here; the object has all members. */
export interface Tensor {
  readonly shape: readonly number[];
  dataSync(): Float32Array | Int32Array | Uint8Array;
  dispose(): void;
}

/** The members of @tensorflow/tfjs-node that are promised here; the module has all of them. */
export interface TensorFlow {
  readonly version: Readonly<Record<string, string>>;
  getBackend(): string;
  tensor(values: ArrayLike<number>, shape?: number[], dtype?: string): Tensor;
  tidy<T>(body: () => T): T;
}

const PACKAGE = "@tensorflow/tfjs-node"; // CommonJS; required, for import() is rewritten by bundlers where it is absent

const ADVICE = "add it with: npm run add:tfjs";

/**
 * TensorFlow.js with its native library. It is no dependency: the native library comes from a host of its own, which
 * many machines cannot reach. Where it is absent, or present without that library, the error says so in one line.
 */
export async function tfjs(load: () => unknown = () => createRequire(import.meta.url)(PACKAGE)): Promise<TensorFlow> {
  // util.isNullOrUndefined went with Node 23, and tfjs-node 4.22 calls it
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  const found = await attempt(load);
  if ("standIn" in found) throw new Error(`tfjs: ${PACKAGE} is not installed; ${ADVICE}`);
  return found as TensorFlow;
}

async function attempt(load: () => unknown): Promise<object> {
  try {
    return (await load()) as object;
  } catch (cause) {
    throw new Error(`tfjs: ${PACKAGE} ${faultOf(cause)}`, { cause });
  }
}

function faultOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (text.includes("tfjs_binding.node")) return `is installed without its native library; ${ADVICE}`;
  const { code } = cause as { code?: unknown };
  if (code === "MODULE_NOT_FOUND" && text.includes(`'${PACKAGE}'`)) return `is not installed; ${ADVICE}`;
  return `does not load: ${text.split("\n")[0]}`;
}

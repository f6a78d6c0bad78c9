/** What is shown of the value of a cell's last expression. */
import { inspect } from "node:util";
import { figureBundle, figureMetadata } from "../../figures/bundle.js";
import { isFigure } from "../../figures/figure.js";

/** Names are the wire's own: content by MIME type, and how it is to be shown. */
export interface Result {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: object;
}

/** The name under which other libraries say how a value is shown. */
const DISPLAY = Symbol.for("Jupyter.display");
const MIME_TYPE = /^[a-z]+\/[\w.+-]+$/;

/** Undefined for values that say nothing: undefined and null. A value that knows how to be shown is asked. */
export function resultOf(value: unknown): Result | undefined {
  if (value === undefined || value === null) return undefined;
  if (isFigure(value)) return { data: figureBundle(value), metadata: figureMetadata(value) };
  const data = shownBy(value, DISPLAY) ?? shownBy(value, "show") ?? { "text/plain": inspect(value) };
  return { data, metadata: {} };
}

function shownBy(value: object, name: string | symbol): Result["data"] | undefined {
  if (typeof value !== "object" && typeof value !== "function") return undefined;
  const show: unknown = Reflect.get(value, name);
  if (typeof show !== "function" || show.length > 0) return undefined;
  const bundle: unknown = show.call(value);
  const isBundle =
    typeof bundle === "object" && bundle !== null && Object.keys(bundle).every((key) => MIME_TYPE.test(key));
  return isBundle && Object.keys(bundle).length > 0 ? (bundle as Result["data"]) : undefined;
}

/** Command-line arguments, refused in one line that names the nearest right ones. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { shown, suggestion } from "../validate.js";

export type OptionTypes = Readonly<Record<string, "string" | "boolean">>;

export interface Arguments {
  readonly names: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly texts: ReadonlyMap<string, string>;
}

/** `takesNames`: whether words that are no options are allowed. */
export function parseArguments(
  command: string,
  args: readonly string[],
  types: OptionTypes,
  takesNames: boolean,
): Arguments {
  const options = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  const config: ParseArgsConfig = { args: [...args], options, strict: false, allowPositionals: true, tokens: true };
  const names: string[] = [];
  const flags = new Set<string>();
  const texts = new Map<string, string>();
  for (const token of parseArgs(config).tokens ?? []) {
    if (token.kind === "positional") {
      if (!takesNames) throw new Error(`${command}: no names are taken, got ${shown(token.value)}`);
      names.push(token.value);
    } else if (token.kind === "option") {
      const type = types[token.name];
      const known = Object.keys(types).map((name) => `--${name}`);
      if (type === undefined) {
        throw new Error(`${command}: unknown option ${token.rawName}${suggestion(token.rawName, known)}`);
      }
      if (type === "boolean" && token.value !== undefined) {
        throw new Error(`${command}: ${token.rawName} takes no value, got ${shown(token.value)}`);
      }
      if (type === "boolean") flags.add(token.name);
      else if (token.value === undefined) throw new Error(`${command}: ${token.rawName} must be given a value`);
      else texts.set(token.name, token.value);
    }
  }
  return { names, flags, texts };
}

/** The number an option carries, if it is there. */
export function numberOf(
  { texts }: Arguments,
  command: string,
  name: string,
  rule: string,
  holds: (value: number) => boolean,
): number | undefined {
  const text = texts.get(name);
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!holds(value)) throw new RangeError(`${command}: --${name} ${rule}, got ${shown(text)}`);
  return value;
}

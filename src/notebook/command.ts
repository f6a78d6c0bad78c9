/** What a command of the program `maruyama` is, and the folders that commands work in. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Arguments, numberOf, type OptionTypes } from "./arguments.js";

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionTypes;
  readonly takesNames: boolean;
  /** Resolves with the exit status. */
  run(args: Arguments): Promise<number>;
}

export interface Project {
  readonly root: string;
  readonly notebooks: string;
  readonly out: string;
}

/** The folders of the project that the working directory lies in. */
export function project(): Project {
  for (let root = resolve("."); ; root = dirname(root)) {
    const notebooks = join(root, "notebooks");
    if (existsSync(notebooks)) return { root, notebooks, out: join(root, "out") };
    if (root === dirname(root)) {
      throw new Error(`maruyama: a folder notebooks must be here or above, got none from ${resolve(".")} upwards`);
    }
  }
}

/** Seconds; a longer timer would overflow its 32 bits of milliseconds and fire at once. */
const longestTimeout = Math.floor((2 ** 31 - 1) / 1000);

/** The seconds of `--timeout`, if it is given. */
export function timeoutOf(args: Arguments, command: string): number | undefined {
  const rule = `must be a number of seconds in (0, ${longestTimeout}]`;
  return numberOf(args, command, "timeout", rule, (v) => v > 0 && v <= longestTimeout);
}

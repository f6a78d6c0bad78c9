#!/usr/bin/env node
/** The program `maruyama`: runs, checks and shows the notebooks. */
import { parseArguments } from "./notebook/arguments.js";
import { commands } from "./notebook/commands.js";
import { shown, suggestion } from "./validate.js";

const interrupted = 130;

async function help(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map(({ usage, summary }) => `  maruyama ${usage}\n      ${summary}`);
  return `${lines.join("\n")}\n`;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || args.includes("--help")) {
    process.stdout.write(await help());
    return name === undefined ? 1 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    throw new Error(`maruyama: unknown command ${shown(name)}${suggestion(name, Object.keys(commands))}`);
  }
  const command = await commands[name]();
  return command.run(parseArguments(name, args, command.options, command.takesNames));
}

// Leaving by exit lets whatever was started, a kernel above all, be taken along.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => process.exit(process.exitCode ?? interrupted));
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  },
);

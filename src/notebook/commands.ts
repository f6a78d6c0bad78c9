/** What the program `maruyama` can do. Each command is loaded when it is called: a notebook waits for its kernel. */
import type { Command } from "./command.js";

export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start-command.js")).startCommand,
  execute: async () => (await import("./execute-command.js")).executeCommand,
  check: async () => (await import("./check-command.js")).checkCommand,
  lab: async () => (await import("./jupyter-commands.js")).labCommand,
  doctor: async () => (await import("./doctor-command.js")).doctorCommand,
  kernelspec: async () => (await import("./jupyter-commands.js")).kernelspecCommand,
  kernel: async () => (await import("./jupyter-commands.js")).kernelCommand,
};

/** `maruyama execute`: runs notebooks and keeps what they put out. */
import { type Command, project, timeoutOf } from "./command.js";
import { executionsIn, statusOf } from "./executions.js";
import { progressOn } from "./progress.js";
import { findNotebooks, selectNotebooks } from "./select.js";

export const executeCommand: Command = {
  usage: "execute [NAME…] [--write] [--timeout SECONDS]",
  summary: "execute the notebooks to out/notebooks; with --write also in place, those that do not fail",
  options: { write: "boolean", timeout: "string" },
  takesNames: true,
  async run(args) {
    const timeout = timeoutOf(args, "execute");
    const here = project();
    const files = selectNotebooks(findNotebooks(here.notebooks), args.names);
    const write = args.flags.has("write");
    return statusOf(await executionsIn(here, { progress: progressOn(process.stderr), timeout, write }).run(files));
  },
};

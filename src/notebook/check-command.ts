/** `maruyama check`: type-checks notebooks, and compares the outputs they are kept with against a fresh run. */
import { join } from "node:path";
import { checkNotebooks } from "./check-notebooks.js";
import { type Command, type Project, project, timeoutOf } from "./command.js";
import { describeDifference, differences } from "./compare-outputs.js";
import { readNotebook } from "./document.js";
import { executionsIn } from "./executions.js";
import { progressOn } from "./progress.js";
import { findNotebooks, type NotebookFile, selectNotebooks } from "./select.js";

export const checkCommand: Command = {
  usage: "check [NAME…] [--outputs] [--timeout SECONDS]",
  summary:
    "type-check the notebooks strictly, and look for what tslab trips over; with --outputs execute them afresh instead, and compare with the outputs they keep",
  options: { outputs: "boolean", timeout: "string" },
  takesNames: true,
  async run(args) {
    const timeout = timeoutOf(args, "check");
    const here = project();
    const files = selectNotebooks(findNotebooks(here.notebooks), args.names);
    const complaints = args.flags.has("outputs")
      ? await compareOutputs(here, files, timeout)
      : await checkNotebooks(files, { folder: join(here.out, "check") });
    for (const line of complaints) console.log(line);
    if (complaints.length === 0)
      console.log(
        `${args.flags.has("outputs") ? "outputs as committed" : "checked"}: ${files.map(({ name }) => name).join(", ")}`,
      );
    return complaints.length === 0 ? 0 : 1;
  },
};

/** What differs between the outputs that `files` keep and those of a fresh run, and what to do about it. */
async function compareOutputs(
  here: Project,
  files: readonly NotebookFile[],
  timeout: number | undefined,
): Promise<string[]> {
  const results = await executionsIn(here, { progress: progressOn(process.stderr), timeout }).run(files);
  const complaints: string[] = [];
  const differing: string[] = [];
  for (const { file, ok, notebook } of results) {
    if (!ok || notebook === undefined) complaints.push(`${file.name}: did not run to its end`);
    else {
      const found = differences(readNotebook(file.path), notebook);
      if (found.length > 0) differing.push(file.name);
      complaints.push(...found.map((difference) => `${file.name} ${describeDifference(difference)}`));
    }
  }
  if (differing.length > 0) {
    complaints.push(
      `outputs differ in ${differing.length} of ${files.length}; fresh ones are kept with: npm run execute -- ${differing.join(" ")}`,
    );
  }
  return complaints;
}

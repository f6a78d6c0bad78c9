/** What `npm run build` runs last: leaves the explorer in dist, for the package. */
import { writeFileSync } from "node:fs";
import { explorerPage, MADE } from "./build.js";

explorerPage().then(
  (page) => writeFileSync(MADE, page),
  (reason: unknown) => {
    process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
    process.exitCode = 1;
  },
);

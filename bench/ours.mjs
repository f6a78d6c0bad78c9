/*
 * The workloads by the engine itself, as a notebook would run them: `ensemble`, recording at every step. What is timed
 * is the whole call, compilation included.
 */
import { run, workloads } from "./engine.mjs";
import { CHECKED_STEPS, requestOf, timeRuns } from "./workload.mjs";

const request = requestOf();
const { precision, threads } = request;
const workload = workloads[request.workload]();

await timeRuns("maruyama", request, async (paths) => {
  const means = await run(workload, { paths, threads, precision });
  return CHECKED_STEPS.map((k) => means.map((mean) => mean[k])); // the first recorded step is k = 0
});

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { checkNotebooks } from "../notebook/check-notebooks.js";
import { code, sampleFolder } from "../notebook/sample.js";
import { findNotebooks } from "../notebook/select.js";
import { specificationAt } from "./address.js";
import { cellOf } from "./cell.js";
import { experimentOf } from "./experiment.js";

const cellAt = (address: string): string => {
  const specification = specificationAt(address);
  return cellOf(specification, experimentOf(specification));
};

it("is what one would write", () => {
  expect(cellAt("#method=adam&eta=0.05&beta2=0.95&noise=studentT&noise.nu=4")).toBe(`\
import * as maruyama from "maruyama";

const method = maruyama.adam({ eta: 0.05, beta1: 0.9, beta2: 0.95, eps: 1e-8 });
const problem = maruyama.problem({
  objective: maruyama.quadratic([2, 1]),
  noise: maruyama.studentT({ nu: 4, scale: 0.5 }),
  start: [1.5, -1],
});
const result = await maruyama.compare(method, problem, {
  sdes: ["plain"],
  substeps: 8,
  horizon: 4,
  paths: 500,
  seed: 1,
  observables: ["f", "x[1]", "x[2]"],
  quantiles: "none",
  final: true,
  keep: 3,
});
maruyama.show(result, maruyama.comparisonFigure(result, { observable: "f" }));
for (const { chain, hash } of [result.reference, ...result.others]) console.log(chain.name, hash);
`);
});

it("passes the strict check of notebooks", async () => {
  const project = fileURLToPath(new URL("../../", import.meta.url));
  const folder = join(project, "out", `check-explorer-${process.pid}`);
  const addresses = {
    usual: "",
    distributed: "#method=clippedDistributedSgd&sde=local&objective=doubleWell&noise=sharedStudentT",
    alone: "#method=sgd&sde=none&objective=expression&noise=uniform",
    refused: "#method=adam&noise=alphaStable&objective=rosenbrock&show=norm(G)",
  };
  const notebooks = sampleFolder(
    Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, [code(cellAt(address))]])),
  );
  mkdirSync(join(project, "out"), { recursive: true });
  try {
    expect(await checkNotebooks(findNotebooks(notebooks), { folder })).toEqual([]);
  } finally {
    for (const path of [folder, notebooks]) rmSync(path, { recursive: true, force: true });
  }
});

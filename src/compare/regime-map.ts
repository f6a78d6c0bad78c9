/**
 * Where an SDE is a model of its optimizer: both are run at each point of a grid over two parameters of method or problem,
 * and each point is told by how far apart they are.
 */
import { type Chain, optimizer, SDE_OPTIONS, type SdeOptions, sde } from "../ensemble/chain.js";
import type { EnsembleOptions } from "../ensemble/plan.js";
import { inParts } from "../ensemble/progress.js";
import type { Bundle } from "../figures/bundle.js";
import type { AxisType } from "../figures/plotly-json.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { requireObject, requirePositive, requireVector, shown } from "../validate.js";
import { chosen } from "./chosen.js";
import { requireInformative } from "./informative.js";
import { knownBoundary, type RegimeBoundary } from "./regime-map-boundary.js";
import { type RegimePoint, type RegimeResult, regimeResult } from "./regime-map-point.js";
import { placeOf, regimeTable, regimeVerdict } from "./regime-map-report.js";
import { type Table, tableBundle } from "./table.js";

/** One of the two parameters of the map. */
export interface RegimeAxis {
  /** What the functions of a point call it: "eta", "sigma", "nu", "batch", … */
  readonly name: string;
  /** Ascending. */
  readonly values: readonly number[];
  /** Default "log" for positive values over a decade or more. */
  readonly type?: AxisType;
}

export interface RegimeMapOptions
  extends SdeOptions,
    Pick<
      EnsembleOptions,
      "paths" | "seed" | "diverged" | "precision" | "threads" | "executor" | "progress" | "signal"
    > {
  readonly x: RegimeAxis;
  readonly y: RegimeAxis;
  /** The method, or the method at a point: `({ eta }) => maruyama.sgd({ eta })`. */
  readonly method: Method | ((point: RegimePoint) => Method);
  /** The problem, or the problem at a point. */
  readonly problem: Problem | ((point: RegimePoint) => Problem);
  /** T, in units of t = kη, or T at a point. */
  readonly horizon: number | ((point: RegimePoint) => number);
  /** What is compared. Default "f". */
  readonly observable?: string;
  /** Relative gap up to which optimizer and SDE agree. Default 0.05. */
  readonly tolerance?: number;
  /** The boundary that theory knows; `false` for none. Default: that of SGD on a quadratic. */
  readonly boundary?: RegimeBoundary | false;
}

/** A finished map, or as much of it as was finished. */
export interface RegimeMap {
  readonly x: Required<RegimeAxis>;
  readonly y: Required<RegimeAxis>;
  readonly observable: string;
  readonly tolerance: number;
  readonly seed: number;
  /** The finished points, in order, x running fastest. */
  readonly results: readonly RegimeResult[];
  /** How many points there were to be. */
  readonly requested: number;
  readonly stopped: boolean;
  readonly boundary?: RegimeBoundary;
  readonly verdict: string;
  readonly table: Table;
  readonly show: () => Bundle;
}

const RUN_KEYS = ["paths", "diverged", "precision", "threads", "executor", "signal"] as const;
const KEYS = [
  ...["x", "y", "method", "problem", "horizon", "observable", "tolerance", "boundary", "progress", "seed"],
  ...RUN_KEYS,
  ...SDE_OPTIONS,
];

/** A gap is looked for at a quarter, half and the end of the horizon. */
const RECORD = 4;

/**
 * Runs a method and its SDE on a grid of parameters, from one seed.
 *
 * A point where the optimizer's start or the SDE is refused is a result with its reason; a run stopped by the signal keeps the finished points.
 *
 * @throws TypeError or RangeError before anything runs, where a point has no method, no problem, or no such SDE.
 */
export async function regimeMap(options: RegimeMapOptions): Promise<RegimeMap> {
  requireObject("regimeMap", options, KEYS);
  const { observable = "f", seed = 1 } = options;
  const tolerance = requirePositive("regimeMap", "tolerance", options.tolerance ?? 0.05);
  const [x, y] = [axisOf("x", options.x), axisOf("y", options.y)];
  if (x.name === y.name) throw new TypeError(`regimeMap: x and y must be two parameters, got ${shown(x.name)} twice`);
  const points = y.values.flatMap((below) => x.values.map((value) => ({ [x.name]: value, [y.name]: below })));
  const method = atPoint(options.method);
  const problem = atPoint(options.problem);
  const horizon = atPoint(options.horizon);
  const pairs = points.map((point) => chainsAt(method(point), problem(point), options));
  const known = options.boundary ?? knownBoundary(method, problem, points);
  const boundary = known === false ? undefined : known;
  const run = {
    ...chosen(options, RUN_KEYS),
    seed,
    observables: [observable],
    record: RECORD,
    quantiles: "none",
  } as const;
  const { results } = await inParts(options, 2 * points.length, async (next, signal) => {
    const results: RegimeResult[] = [];
    for (const [i, at] of points.entries()) {
      if (signal.aborted) break;
      const settings = { ...run, horizon: horizon(at) };
      const result = await regimeResult(at, pairs[i], settings, tolerance, () => next(placeOf(at)));
      if (result === undefined) break;
      results.push(result);
    }
    return { results, stopped: results.length < points.length };
  });
  const map = { x, y, observable, tolerance, seed, results, requested: points.length, ...(boundary && { boundary }) };
  const stopped = results.length < points.length;
  const verdict = regimeVerdict({ ...map, stopped });
  const table = regimeTable(
    map,
    pairs.map(({ discrete }) => discrete),
    pairs[0].continuous.name,
  );
  return { ...map, stopped, verdict, table, show: () => tableBundle(table, verdict) };
}

function axisOf(which: "x" | "y", axis: RegimeAxis): Required<RegimeAxis> {
  const who = `regimeMap, ${which}`;
  requireObject(who, axis, ["name", "values", "type"]);
  if (typeof axis.name !== "string" || axis.name === "") {
    throw new TypeError(`${who}: name must be a text, got ${shown(axis.name)}`);
  }
  const values = [...requireVector(who, "values", axis.values)];
  if (values.some((value, i) => value <= values[i - 1])) {
    throw new RangeError(`${who}: values must be ascending, got ${shown(values)}`);
  }
  const isWide = values[0] > 0 && values[values.length - 1] >= 10 * values[0];
  const type = axis.type ?? (isWide ? "log" : "linear");
  if (type !== "linear" && !(type === "log" && values[0] > 0)) {
    throw new RangeError(`${who}: type must be "linear", or "log" for positive values, got ${shown(type)}`);
  }
  return { name: axis.name, values, type };
}

/** What is given for all points, or as a function of the point. */
function atPoint<T extends object | number>(given: T | ((point: RegimePoint) => T)): (point: RegimePoint) => T {
  return typeof given === "function" ? (given as (point: RegimePoint) => T) : () => given;
}

function chainsAt(
  method: Method,
  problem: Problem,
  options: RegimeMapOptions,
): { readonly discrete: Chain; readonly continuous: Chain } {
  const continuous = sde(method, problem, chosen(options, SDE_OPTIONS));
  requireInformative("regimeMap", continuous);
  return { discrete: optimizer(method, problem, chosen(options, ["memory"])), continuous };
}

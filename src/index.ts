/**
 * Maruyama: stochastic optimizers, the SDEs that model them, and what theory says of both, compared with error bars.
 *
 * The order below is the order to learn them in: a problem is an objective, a noise and a start; a method is its
 * equations; an ensemble runs a chain; a comparison puts chains and theory on one axis.
 */

// optional companions
export { type DataFrame, toDataFrame } from "./adapters/danfo.js";
export { type TensorFlow, tfjs } from "./adapters/tfjs.js";
// comparisons
export { type CompareOptions, compare } from "./compare/compare.js";
export { type Comparison, comparison, type Difference } from "./compare/comparison.js";
export {
  type ComparisonFigureOptions,
  comparisonFigure,
  comparisonPanel,
  meanCurve,
} from "./compare/comparison-figure.js";
export { type Table, table, tableColumns, tableText } from "./compare/table.js";
export { type TabulateOptions, tabulate } from "./compiler/wasm/functions/tabulate.js";
export { clearCache } from "./ensemble/cache.js";
// chains and ensembles
export { type Chain, type OptimizerOptions, optimizer, type SdeOptions, sde } from "./ensemble/chain.js";
export { type Coefficients, sdeCoefficients } from "./ensemble/coefficients.js";
export { type CoupledChains, coupled } from "./ensemble/coupling.js";
export type { Histogram } from "./ensemble/distribution.js";
export { type Divergence, type Ensemble, ensemble } from "./ensemble/ensemble.js";
export { type PairedDifference, pairedDifference } from "./ensemble/paired.js";
export type { Budget, EnsembleOptions, Precision, Progress } from "./ensemble/plan.js";
export { type ReplayOptions, replay } from "./ensemble/replay.js";
export type { Series } from "./ensemble/statistics.js";
export { latex, markdown } from "./figures/bundle.js";
// figures
export { type Figure, type FigureSpec, figure } from "./figures/figure.js";
export type { Curve, Panel, Shading } from "./figures/panel.js";
export { save } from "./figures/save.js";
export { show } from "./figures/show.js";
export { erf, erfc } from "./math/error-function.js";
export type { Tabulated } from "./math/piecewise-table.js";
export { studentDensity, studentDistribution } from "./math/student.js";
// numbers
export { diagonal, dot, type Matrix, matrix, type Vec } from "./math/vector.js";
export { adam } from "./methods/adam.js";
export { adamW } from "./methods/adam-w.js";
export { clippedDistributedSgd } from "./methods/clipped-distributed-sgd.js";
export { clippedSgd } from "./methods/clipped-sgd.js";
export { type Explanation, explain } from "./methods/explain.js";
export { methods } from "./methods/index.js";
// one's own method
export {
  type Method,
  type MethodDefinition,
  type MethodFactory,
  method,
  type SdeDefinition,
} from "./methods/method.js";
export { rmsprop } from "./methods/rmsprop.js";
export { rmspropW } from "./methods/rmsprop-w.js";
// methods
export { sgd } from "./methods/sgd.js";
export { signSgd } from "./methods/sign-sgd.js";
// noises
export { type AlphaStableOptions, alphaStable } from "./noises/alpha-stable.js";
export { type DiscreteOptions, discrete, rademacher } from "./noises/discrete.js";
export { gaussian } from "./noises/gaussian.js";
export { laplace } from "./noises/laplace.js";
export { type MinibatchOptions, minibatch } from "./noises/minibatch.js";
export type { Noise } from "./noises/noise.js";
export { type StudentTOptions, studentT } from "./noises/student-t.js";
export { uniformNoise } from "./noises/uniform.js";
export { type NumericTable, parseCsv } from "./objectives/csv.js";
// data
export {
  type BundledName,
  binary,
  type DataSet,
  dataSet,
  type ReadOptions,
  readDataSet,
  standardised,
  withIntercept,
} from "./objectives/data-set.js";
export { leastSquares } from "./objectives/least-squares.js";
export { type LabelledRows, type LibsvmOptions, parseLibsvm } from "./objectives/libsvm.js";
export { logisticRegression, type RegressionOptions } from "./objectives/logistic-regression.js";
export { type Objective, type ObjectiveDefinition, objective } from "./objectives/objective.js";
// problems
export { type Problem, type ProblemOptions, problem } from "./objectives/problem.js";
// objectives
export { quadratic } from "./objectives/quadratic.js";
export { type SaddleOptions, saddle } from "./objectives/saddle.js";
export { cite, type ReferenceKey } from "./references.js";
export { eulerMaruyama } from "./solvers/euler-maruyama.js";
export { exactOrnsteinUhlenbeck } from "./solvers/exact-ornstein-uhlenbeck.js";
export { solvers } from "./solvers/index.js";
export { milstein } from "./solvers/milstein.js";
export { platen } from "./solvers/platen.js";
export type { Solver, SolverContext, SolverStep } from "./solvers/solver.js";
export { stochasticHeun } from "./solvers/stochastic-heun.js";
export * from "./theory/adam.js";
export * from "./theory/clipping.js";
export * from "./theory/distributed-clipping.js";
// theory
export { constant, type Prediction, prediction } from "./theory/prediction.js";
export * from "./theory/rmsprop.js";
export * from "./theory/sgd.js";
export * from "./theory/sign-sgd.js";
export * from "./theory/sign-sgd-covariance.js";
export * from "./theory/sign-sgd-lattice.js";
export * from "./theory/sign-sgd-phases.js";

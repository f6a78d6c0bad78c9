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
  residualPanel,
} from "./compare/comparison-figure.js";
export { type FaithfulOptions, faithful } from "./compare/faithful.js";
export type { Faithfulness } from "./compare/faithfulness.js";
export { type LawDistance, lawDistance } from "./compare/law-distance.js";
export { type Phases, type PhasesOptions, phases } from "./compare/phases.js";
export { type PhasesFigureOptions, phasesFigure } from "./compare/phases-figure.js";
export { type RegimeAxis, type RegimeMap, type RegimeMapOptions, regimeMap } from "./compare/regime-map.js";
export type { RegimeBoundary } from "./compare/regime-map-boundary.js";
export { type RegimeMapFigureOptions, regimeMapFigure } from "./compare/regime-map-figure.js";
export type { RegimePoint, RegimeResult } from "./compare/regime-map-point.js";
export {
  type RuleOnTrial,
  type ScalingRuleOptions,
  type ScalingRuleTest,
  scalingRule,
} from "./compare/scaling-rule.js";
export { type ScalingRuleFigureOptions, scalingRuleFigure } from "./compare/scaling-rule-figure.js";
export { type Table, type TableParts, table, tableColumns, tableText } from "./compare/table.js";
export type { WeakOrder } from "./compare/weak-order.js";
export { type Conformance, type ConformanceOptions, conformance } from "./conformance/conformance.js";
export { clearCache } from "./ensemble/cache.js";
// chains and ensembles
export { type Chain, type OptimizerOptions, optimizer, type SdeOptions, sde } from "./ensemble/chain.js";
export { type Coefficients, sdeCoefficients } from "./ensemble/coefficients.js";
export { type CoupledChains, coupled } from "./ensemble/coupling.js";
export type { Histogram } from "./ensemble/distribution.js";
export { type Divergence, type Ensemble, ensemble } from "./ensemble/ensemble.js";
export { type PairedDifference, pairedDifference } from "./ensemble/paired.js";
export type { Budget, EnsembleOptions, Precision } from "./ensemble/plan.js";
export type { Progress } from "./ensemble/progress.js";
export { type ReplayOptions, replay } from "./ensemble/replay.js";
export type { Series } from "./ensemble/statistics.js";
export { latex, markdown } from "./figures/bundle.js";
// figures
export type { CellClass, Cells } from "./figures/cells.js";
export { type Figure, type FigureSpec, figure } from "./figures/figure.js";
export type { Curve, Panel, Shading } from "./figures/panel.js";
export { progressBar } from "./figures/progress-bar.js";
export { show } from "./figures/show.js";
export { bivariateNormalDistribution, signCovariance } from "./math/bivariate-normal.js";
export { erf, erfc } from "./math/error-function.js";
export type { Tabulated } from "./math/piecewise-table.js";
export { sharedSignCovariance } from "./math/shared-student.js";
export { studentDensity, studentDistribution } from "./math/student.js";
export { type TabulateOptions, tabulate } from "./math/tabulate.js";
// numbers
export { diagonal, dot, type Matrix, matrix, type Vec } from "./math/vector.js";
export { adam } from "./methods/adam.js";
export { adamW } from "./methods/adam-w.js";
export { clippedDistributedSgd } from "./methods/clipped-distributed-sgd.js";
export { clippedSgd } from "./methods/clipped-sgd.js";
export { dpSgd } from "./methods/dp-sgd.js";
export { type Explanation, explain } from "./methods/explain.js";
export { heavyBall } from "./methods/heavy-ball.js";
export { methods } from "./methods/index.js";
export { l2Adam } from "./methods/l2-adam.js";
export { laggedRmsprop } from "./methods/lagged-rmsprop.js";
export { lion } from "./methods/lion.js";
// one's own method
export {
  type Method,
  type MethodDefinition,
  type MethodFactory,
  method,
} from "./methods/method.js";
export { momentum } from "./methods/momentum.js";
export { nesterov } from "./methods/nesterov.js";
export { noiseBeforeClippingSgd } from "./methods/noise-before-clipping-sgd.js";
export { normClippedSgd } from "./methods/norm-clipped-sgd.js";
export { normalisedSgd } from "./methods/normalised-sgd.js";
export { pytorchMomentum } from "./methods/pytorch-momentum.js";
export { rmsprop } from "./methods/rmsprop.js";
export { rmspropW } from "./methods/rmsprop-w.js";
export { type Schedule, schedule } from "./methods/schedule.js";
export type { SdeDefinition } from "./methods/sde-definition.js";
// methods
export { sgd } from "./methods/sgd.js";
export { signSgd } from "./methods/sign-sgd.js";
export { signum } from "./methods/signum.js";
export { smoothClippedSgd } from "./methods/smooth-clipped-sgd.js";
// noises
export { type AlphaStableOptions, alphaStable } from "./noises/alpha-stable.js";
export { type DiscreteOptions, discrete, rademacher } from "./noises/discrete.js";
export { gaussian } from "./noises/gaussian.js";
export { type GaussianDesignOptions, gaussianDesign } from "./noises/gaussian-design.js";
export { laplace } from "./noises/laplace.js";
export { type MinibatchOptions, minibatch } from "./noises/minibatch.js";
export type { Noise } from "./noises/noise.js";
export { type StudentTOptions, studentT } from "./noises/student-t.js";
export { uniformNoise } from "./noises/uniform.js";
// problems
export { batch } from "./objectives/batch.js";
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
export { type DoubleWellOptions, doubleWell } from "./objectives/double-well.js";
export { type ExpressionOptions, expression } from "./objectives/expression.js";
export { leastSquares } from "./objectives/least-squares.js";
export { type LabelledRows, type LibsvmOptions, parseLibsvm } from "./objectives/libsvm.js";
export { type LinearRegressionDesignOptions, linearRegressionDesign } from "./objectives/linear-regression-design.js";
export { logisticRegression, type RegressionOptions } from "./objectives/logistic-regression.js";
export { type Objective, type ObjectiveDefinition, objective } from "./objectives/objective.js";
export { phaseRetrieval } from "./objectives/phase-retrieval.js";
export { type Problem, type ProblemOptions, problem } from "./objectives/problem.js";
// objectives
export { quadratic } from "./objectives/quadratic.js";
export { quartic } from "./objectives/quartic.js";
export { type RosenbrockOptions, rosenbrock } from "./objectives/rosenbrock.js";
export { type SaddleOptions, saddle } from "./objectives/saddle.js";
export { cite, type ReferenceKey } from "./references.js";
export { eulerMaruyama } from "./solvers/euler-maruyama.js";
export { exactOrnsteinUhlenbeck } from "./solvers/exact-ornstein-uhlenbeck.js";
export { solvers } from "./solvers/index.js";
export { milstein } from "./solvers/milstein.js";
export { platen } from "./solvers/platen.js";
export type { Solver, SolverContext, SolverStep } from "./solvers/solver.js";
export { stochasticHeun } from "./solvers/stochastic-heun.js";
// tables in files and data frames
export { type ArrowOptions, toArrow } from "./tables/arrow.js";
export type { Columns, Tabular } from "./tables/columns.js";
export { toCsv } from "./tables/csv.js";
export { type JsonOptions, toJson } from "./tables/json.js";
export { save } from "./tables/save.js";
export * from "./theory/adam.js";
export * from "./theory/adam-sdes.js";
export * from "./theory/batch-equivalent.js";
export * from "./theory/clipping.js";
export * from "./theory/clipping-norm.js";
export * from "./theory/clipping-robust.js";
export * from "./theory/clipping-smooth.js";
export * from "./theory/distributed-clipping.js";
export * from "./theory/lion.js";
export * from "./theory/momentum.js";
export * from "./theory/normalised-sgd.js";
// theory
export { constant, type Prediction, prediction } from "./theory/prediction.js";
export * from "./theory/rmsprop.js";
export * from "./theory/scaling-rules.js";
export * from "./theory/schedulers.js";
export * from "./theory/sgd.js";
export * from "./theory/sign-sgd.js";
export * from "./theory/sign-sgd-covariance.js";
export * from "./theory/sign-sgd-lattice.js";
export * from "./theory/sign-sgd-phases.js";
export * from "./theory/sign-sgd-stationary-law.js";
export * from "./theory/signum.js";
export * from "./theory/stability.js";
export * from "./theory/svag.js";

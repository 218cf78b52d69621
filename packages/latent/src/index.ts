export { LatentError, isLatentError, type LatentErrorCode, type LatentErrorDetails } from './latent-error.ts'
export type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
export type { Vector } from './vectors/vector.ts'
export {
  decodability,
  decodabilityCurve,
  type Decodability,
  type DecodabilityOptions,
  type Label,
  type LabelledStates,
} from './readings/decodability.ts'
export { principalMap, projectOn, type PrincipalMap } from './readings/principal-map.ts'
export {
  probeLabel,
  probeProbabilities,
  trainProbe,
  type LinearProbe,
  type ProbeOptions,
} from './readings/linear-probe.ts'
export { groupedSplit, type GroupedSplit, type SplitOptions } from './readings/grouped-split.ts'
export { controlLabels, probeStates, type ProbedStates, type ProbeReport } from './readings/control-task.ts'
export { entropy } from './readings/entropy.ts'
export { topSymbols, type ReadSymbol } from './readings/top-symbols.ts'
export { jensenShannon } from './readings/jensen-shannon.ts'
export {
  FRONTIER_GROUPS,
  frontierHistogram,
  groupOf,
  type FrontierGroup,
  type FrontierHistogram,
  type FrontierStep,
  type GroupTotal,
} from './readings/frontier-histogram.ts'
export { parallelismCurve, type ParallelismCurve, type ParallelismOptions } from './readings/parallelism.ts'
export { carrierReport, type CarrierReport, type CarrierThresholds, type CarrierTrial } from './readings/carrier.ts'
export { areaUnderCurve } from './statistics/area-under-curve.ts'
export { bootstrapMean, pairedDifference } from './statistics/bootstrap.ts'
export type { Estimate } from './statistics/estimate.ts'
export { mcNemar, type McNemar } from './statistics/mcnemar.ts'
export { newcombe, wilson } from './statistics/wilson.ts'
export { cosineKernel } from './kernels/cosine-kernel.ts'
export { divergenceKernel, type DivergenceKernelOptions } from './kernels/divergence-kernel.ts'
export { kernelMcts, type KernelMctsOptions } from './kernels/kernel-mcts.ts'
export { kernelPuct, kernelUct, type KernelPickOptions } from './kernels/kernel-pick.ts'
export { landings, type Landed, type Landings, type NodeSimilarity, type ThoughtWorld } from './kernels/landings.ts'
export { kernelBounds, kernelStatistics, type KernelStatistics } from './kernels/kernel-regression.ts'
export { isSameThought, type MergeOptions, type ThoughtTraits } from './kernels/merge.ts'
export { nearThoughts, type NearThoughts } from './kernels/near-thoughts.ts'
export { nearestThoughts, type NearThought } from './kernels/nearest-thoughts.ts'
export { sampledPriors, type SampledActions } from './kernels/sampled-prior.ts'
export { evolve, type EvolveOptions } from './refine/evolve.ts'
export { hillClimb, type HillClimbOptions } from './refine/hill-climb.ts'
export { randomSearch } from './refine/random-search.ts'
export { bestOf, type Refiner, type RefinerOptions, type ScoredVector } from './refine/refiner.ts'
export { voot, type VootOptions } from './refine/voot.ts'
export {
  REFINE_METHODS,
  REFINE_SCORES,
  type DirectStep,
  type OperatorName,
  type RefineMethod,
  type RefineScore,
  type RefineStep,
  type ThoughtStep,
} from './thought-step.ts'
export type { ThoughtTask } from './thought-task.ts'
export type { ThoughtState } from './thought-state.ts'
export { placeStep, thoughtBackend, type PlacedStep, type ThoughtBackendOptions } from './thought-backend.ts'
export { parseLabel } from './step-label.ts'
export { inputOf } from './operators/input-of.ts'
export type { OperatorSetting, RefineSetting } from './propose-steps.ts'
export { thoughtPool, type HeldThought, type ThoughtPool, type ThoughtPoolOptions } from './thought-pool.ts'
export { thoughtExpand, type ThoughtExpandOptions } from './thought-expand.ts'
export type { ValueSource } from './thought-value.ts'
export { ANSWER_STANDINGS, concludeLine, type AnswerStanding, type Conclusion } from './conclusion.ts'
export {
  thoughtInspector,
  type StepLook,
  type ThoughtInspector,
  type ThoughtLook,
  type ThoughtMap,
  type WordShare,
} from './thought-inspector.ts'
export { graphThoughts, type GraphThoughtsOptions } from './prosqa/graph-thoughts.ts'
export { embeddedThoughts } from './prosqa/embedded-thoughts.ts'
export { answerAfter, type AnswerAfterOptions, type ThoughtAnswer } from './prosqa/answer-after.ts'
export type { ChangeThought, ThoughtChoice, ThoughtPlace } from './prosqa/run-of-thought.ts'
export { createOnnxThoughtModel, type OnnxThoughtModel, type ThoughtModelFiles } from './onnx/onnx-thought-model.ts'
export type { ThoughtContract } from './onnx/contract.ts'
export { writeAnswer, type AnswerOptions } from './onnx/write-answer.ts'
export { runBattery, type BatteryOptions, type BatteryReport } from './battery/run-battery.ts'
export {
  BATTERY_TESTS,
  type BatteryResult,
  type BatteryTest,
  type ExpectedPair,
  type ExpectedPrompt,
  type Figure,
} from './battery/result.ts'
export type { StepReading, StepReadings } from './battery/step-readings.ts'

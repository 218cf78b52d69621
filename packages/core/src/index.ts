export { SearchError, isSearchError, checkNumber, messageOf, type SearchErrorCode } from './errors.ts'
export { portableExp, portableLog } from './portable-math.ts'
export { keyedDraw, drawsOf, type Draw } from './random.ts'
export { drawGamma, drawNormal } from './policy/draw-from.ts'
export {
  Tree,
  Flag,
  ROOT,
  NONE,
  MAX_CHILDREN,
  MAX_DEPTH,
  type NodeId,
  type Transition,
  type TreeView,
} from './tree/tree.ts'
export { EVENT_VERSION } from './events/event.ts'
export type {
  AnswerChangeEvent,
  CloseCause,
  Envelope,
  Json,
  NodeAddEvent,
  NodeCloseEvent,
  Rejection,
  SearchEndEvent,
  SearchEvent,
  SearchStartEvent,
  SteerEvent,
  StopReason,
  TrialEndEvent,
  TrialError,
  TrialId,
  TrialStartEvent,
} from './events/event.ts'
export type { Extension, ForkAction, InsertAction, SteerAction, SteerCommand } from './events/steer-action.ts'
export { steerFault } from './events/steer-fault.ts'
export { UNSTEERED, isBelow, type Steering } from './events/steering.ts'
export { NO_USAGE, addUsage, isUsage, type Usage } from './events/usage.ts'
export { OpenTrials } from './events/open-trials.ts'
export { applyEvent, createFold, foldEvents, type Fold, type FoldView } from './events/fold.ts'
export { createSearch, type Search } from './search/search.ts'
export { forkSearch, type ForkRequest } from './search/fork-search.ts'
export { resumeSearch, type ResumedSearch, type ResumeOptions } from './search/resume-search.ts'
export type { SearchOptions } from './search/search-options.ts'
export type { Expansion, Outcome, Proposal, ProposalMode, StateBackend, Trial } from './search/expansion.ts'
export type { BackupFn, Preset, RecommendFn, SearchPolicy, SelectContext, SelectFn, WidenFn } from './search/policy.ts'
export { descend, type PickChildFn } from './policy/descend.ts'
export { puct, type PuctOptions } from './policy/puct.ts'
export { uct, type UctOptions } from './policy/uct.ts'
export {
  explorationFormula,
  explorationTerms,
  type ExplorationFormula,
  type ExploredFold,
} from './policy/exploration-of.ts'
export { type InFlight } from './policy/in-flight.ts'
export { fixedWidth, progressiveWidening, type ProgressiveWideningOptions } from './policy/widen.ts'
export { urgencyWidening, type UrgencyWideningOptions } from './policy/urgency-widening.ts'
export { bestAnswer, mostVisitedLeaf } from './policy/recommend.ts'
export { bestFirstSelect } from './policy/frontier.ts'
export { beamSelect } from './policy/level-by-level.ts'
export { chainSelect } from './policy/chains.ts'
export { mcts, uctSearch, type MctsOptions, type UctPresetOptions, type WideningOptions } from './presets/mcts.ts'
export { alphaZero, muZero, type AlphaZeroOptions, type PuctPresetOptions } from './presets/puct.ts'
export { gumbel, type GumbelPresetOptions } from './presets/gumbel.ts'
export {
  abMcts,
  abMctsBeta,
  abMctsMixed,
  type AbMctsBetaOptions,
  type AbMctsGaussianOptions,
  type AbMctsMixedOptions,
  type AbMctsPresetOptions,
} from './presets/ab-mcts.ts'
export { aStar, bestFirst, type AStarOptions, type BestFirstOptions } from './presets/best-first.ts'
export {
  lats,
  rap,
  rStar,
  restMcts,
  type LatsOptions,
  type ReasoningOptions,
  type RestMctsOptions,
} from './presets/reasoning.ts'
export { mctsr, type MctsrOptions } from './presets/refine.ts'
export type { TreeOptions } from './presets/tree-options.ts'
export { beam, diverseBeam, type BeamOptions } from './presets/beam.ts'
export { depthFirst, type DepthFirstOptions } from './presets/depth-first.ts'
export { particles, type ParticlesOptions } from './presets/particles.ts'
export { bestOfN, greedy, selfConsistency, type BestOfNOptions, type SelfConsistencyOptions } from './presets/chains.ts'
export type { AlgorithmDescription, OptionDescription } from './presets/entry.ts'
export { ALGORITHMS, createPreset } from './presets/registry.ts'
export {
  allOf,
  anyOf,
  maxCost,
  maxFailures,
  maxMs,
  maxNodes,
  maxTokens,
  maxTrials,
  untilValue,
  type Progress,
  type StopFn,
} from './driver/stop.ts'
export { untilKlGain, untilLeaderClear, untilProven, type KlGainOptions, type LeaderOptions } from './driver/settled.ts'
export { newController, type Signal } from './driver/abort.ts'
export { runSearch, streamSearch, type ExpandContext, type ExpandFn, type RunOptions } from './driver/run-search.ts'
export type { TrialDetail } from './driver/trial-detail.ts'
export { runSearchSync, type SyncRunOptions } from './driver/run-search-sync.ts'
export { batched, type BatchOptions, type ExpandManyFn } from './driver/batched.ts'
export { expandWith, type EvaluateFn, type Evaluation, type GenerateFn, type Generation } from './driver/expand-with.ts'
export type { SearchResult } from './driver/result.ts'
export { pathLabels } from './tree/labels.ts'
export { treeOfColumns, type TreeColumns } from './tree/columns.ts'
export { copyRecords, treeOfRecords, type NodeTexts } from './tree/records.ts'

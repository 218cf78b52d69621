export { SelfPlayError, isSelfPlayError, type SelfPlayErrorCode } from './self-play-error.ts'
export type { Completions, Message, Role, RoleName, Roles, Sampling } from './roles/role.ts'
export { providerRole } from './roles/provider-role.ts'
export { DEFAULT_TEMPLATES, type Templates } from './roles/templates.ts'
export { readVerdict, type Verdict } from './roles/read-verdict.ts'
export { readRefinement } from './roles/read-refinement.ts'
export { isJudged, tallyOf, type Ballot, type Judgement, type Tally, type Undecided } from './roles/tally.ts'
export { openRecord, recordInMemory, type CallRecord, type RecordFile } from './record/call-record.ts'
export { readRecord, type ReadRecord } from './record/record-lines.ts'
export type { CallEntry, CallStage, FailureEntry, RecordEntry } from './record/entry.ts'
export type { Refinement, RefinementNode } from './refine/refinement.ts'
export type {
  JudgeOptions,
  RefineOptions,
  SampleOptions,
  SamplingOptions,
  SettingsOptions,
} from './pipeline/settings.ts'
export type { Budget, Limits, Spent } from './pipeline/budget.ts'
export { SELF_PLAY_VERSION, type RunEnd, type SelfPlayEvent } from './pipeline/events.ts'
export { STAGES, type DropReason, type PromptOutcome, type Sample, type Stage } from './pipeline/outcome.ts'
export {
  readPrompts,
  type DroppedRow,
  type InputFault,
  type PromptRow,
  type ReadPrompts,
  type ReadPromptsOptions,
} from './pipeline/prompts.ts'
export { checkSettings, selfPlay, type SelfPlayOptions, type SelfPlayResult } from './pipeline/self-play.ts'
export type { DataOptions } from './data/data-settings.ts'
export {
  SOURCES,
  type PreferencePair,
  type Provenance,
  type RefinerExample,
  type Source,
  type SourceCounts,
  type TrainingData,
} from './data/rows.ts'
export { FORMATS, type ExportFormat } from './export/rows.ts'
export { exportDataset, type ExportRequest } from './export/export-dataset.ts'
export { pairStatistics, type PairStatistics, type Spread } from './export/statistics.ts'
export { contaminationOf, type Contamination } from './export/contamination.ts'
export { verifyOutcomes, type CheckedAnswer, type Verification, type VerifyFn } from './report/verify-outcomes.ts'
export { roundReport, type Honesty, type RoundReport } from './report/round-report.ts'
export { honestyLines, roundLines } from './report/report-lines.ts'
export { shareOf, type Estimate } from './report/interval.ts'
export { lineageOf, type LineageSource } from './lineage/lineage-of.ts'
export type {
  AnswerLineage,
  HeldOutRates,
  Lineage,
  PromptLineage,
  RefinementTree,
  TreeNode,
} from './lineage/lineage.ts'

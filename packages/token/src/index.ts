export { stepGenerator, type ParsedStep, type StepGeneratorOptions } from './step-generator.ts'
export type { StepModel, StepReply, StepRequest, ValueModel, WrittenStep } from './step-model.ts'
export { valueEvaluator, type ValueEvaluatorOptions } from './value-evaluator.ts'
export { embeddedExpand, type TextTask } from './text-task.ts'
export {
  embeddedStepModel,
  type EmbeddedStepModel,
  type EmbeddedStepModelOptions,
} from './embedded/embedded-step-model.ts'
export {
  cutAt,
  logProbabilityOf,
  textOfContent,
  type ChatMessage,
  type ContentPart,
  type FinishReason,
  type ModelInput,
  type ModelPiece,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type ModelUsage,
  type ToolCall,
  type ToolSpec,
  type WrittenToken,
} from './provider/model-call.ts'
export type { ModelContext, Provider } from './provider/provider.ts'
export {
  ProviderError,
  isProviderError,
  type ProviderErrorCode,
  type ProviderErrorDetails,
} from './provider/provider-error.ts'
export { providerStepModel, type ProviderStepModelOptions } from './provider/provider-step-model.ts'
export { providerValueModel, VALUE_SCHEMA, type ProviderValueModelOptions } from './provider/provider-value-model.ts'
export { textExpand } from './text-expand.ts'
export { markedAnswer, type TextState } from './text/text-state.ts'
export { textBackend, type TextBackendOptions } from './text/text-backend.ts'
export type { StepFormat } from './text/step-format.ts'
export {
  nextSteps,
  refinements,
  wholeAnswers,
  type NextStepOptions,
  type TextGeneratorOptions,
} from './text/generators.ts'
export { embeddedJudge, embeddedProvider } from './embedded/embedded-provider.ts'
export { isEvaluationError, EvaluationError, type EvaluationErrorCode } from './evaluate/evaluation-error.ts'
export { escaped, keyFor, quoteBlock, unescaped, withoutChatMarks } from './evaluate/quote.ts'
export { labelScale, scoreScale, YES_OR_NO, type Scale } from './evaluate/scale.ts'
export { readSaid, type ReadOptions } from './evaluate/read-said.ts'
export { countVotes, type Ballot, type Vote, type VoteCount } from './evaluate/votes.ts'
export {
  judgeEvaluator,
  llmJudge,
  type JudgedItem,
  type JudgeEvaluatorOptions,
  type JudgeFn,
  type Judgement,
  type JudgeOptions,
} from './evaluate/judge.ts'
export { draftItem, stepsItem } from './evaluate/text-item.ts'
export {
  pairwiseJudge,
  placeBias,
  type CompareFn,
  type Comparison,
  type PairwiseOptions,
  type Place,
  type PlaceBias,
} from './evaluate/pairwise.ts'
export { bradleyTerry, winRates, type PairResult, type PairValue } from './evaluate/bradley-terry.ts'
export { valuedByPairs, type ValuedByPairsOptions } from './evaluate/valued-by-pairs.ts'
export { agreementOf, type Agreement, type Rating } from './evaluate/agreement.ts'
export {
  rubricEvaluator,
  rubricJudge,
  type Criterion,
  type RateFn,
  type RubricOptions,
  type RubricVerdict,
} from './evaluate/rubric.ts'
export {
  aggregate,
  lineMessages,
  processReward,
  providerStepScorer,
  type Aggregation,
  type ProcessRewardOptions,
  type StepLine,
  type StepScorer,
} from './evaluate/process-reward.ts'
export { tokenReward, type TokenRewardOptions } from './evaluate/token-reward.ts'
export {
  confidenceOf,
  meanEntropy,
  meanLogProbability,
  selfCertainty,
  type ConfidenceMeasure,
} from './evaluate/confidence.ts'
export { confidenceEvaluator, type ConfidenceOptions } from './evaluate/confidence-evaluator.ts'
export {
  consistencyEvaluator,
  groupAnswers,
  type AnswerGroup,
  type ConsistencyOptions,
  type SameAnswerFn,
} from './evaluate/consistency.ts'
export {
  checkedAnswer,
  verifierEvaluator,
  type Check,
  type CheckFn,
  type VerifyFn,
} from './evaluate/check-evaluator.ts'
export { verifierFirst, type VerifierFirstOptions } from './evaluate/verifier-first.ts'
export {
  generatedVerifier,
  type GeneratedVerifier,
  type GeneratedVerifierOptions,
  type RunScriptFn,
  type ScriptOutcome,
  type VerifierTally,
} from './evaluate/generated-verifier.ts'
export {
  calibrationOf,
  type Calibration,
  type CalibrationOptions,
  type Figure,
  type JudgedLabel,
  type ReliabilityBin,
} from './evaluate/calibration.ts'
export { legalActions, parseActedStep, type ActedState, type ActedStep, type Action } from './actions/action.ts'
export { actionBackend, type ActionBackendOptions } from './actions/action-backend.ts'
export { rStarActions, type RStarOptions } from './actions/r-star-actions.ts'
export { actedLine, actedLineAt } from './actions/acted-line.ts'
export {
  consistencyValue,
  mostConsistent,
  mutualConsistency,
  type CheckedLine,
  type ConsistencyReading,
  type FinishedLine,
  type MutualConsistencyOptions,
} from './actions/mutual-consistency.ts'
export { toolsInWords, type AfterFn, type Tool } from './tools/tool.ts'
export { toolBackend, toolSteps, type ToolStepOptions } from './tools/tool-steps.ts'
export {
  programBackend,
  programCall,
  programSteps,
  type ProgramStepOptions,
  type RunProgramFn,
} from './programs/program-steps.ts'
export { rulePieces, type SegmentRule } from './segment/rule-pieces.ts'
export { entropyStarts, thresholdFor, type EntropyRule, type EntropyTrace } from './segment/entropy-rule.ts'
export { atWords, byteTrace, tokenTrace } from './segment/entropy-trace.ts'
export { entropySteps, type EntropyStepOptions } from './segment/entropy-steps.ts'
export { type EmbedFn, type Passage, type RetrieveFn } from './retrieve/passage.ts'
export {
  conceptFilter,
  type ConceptFilterOptions,
  type KeptPassage,
  type PassageFilter,
} from './retrieve/passage-filter.ts'
export { readRetrievalSource, type RetrievedPassage } from './retrieve/retrieval-source.ts'
export { retrievedSteps, type RetrievedStepOptions } from './retrieve/retrieved-steps.ts'
export { retrievalReport, type RetrievalArm, type RetrievalDepth } from './retrieve/retrieval-report.ts'

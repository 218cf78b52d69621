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
  type ChatMessage,
  type FinishReason,
  type ModelInput,
  type ModelPiece,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type ModelUsage,
  type WrittenToken,
} from './provider/model-call.ts'
export type { ModelContext, Provider } from './provider/provider.ts'
export {
  ProviderError,
  isProviderError,
  type ProviderErrorCode,
  type ProviderErrorDetails,
} from './provider/provider-error.ts'

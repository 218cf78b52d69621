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

export { stepGenerator, type ParsedStep, type StepGeneratorOptions } from './step-generator.ts'
export type { StepModel, StepReply, StepRequest, ValueModel, WrittenStep } from './step-model.ts'
export { valueEvaluator, type ValueEvaluatorOptions } from './value-evaluator.ts'
export { embeddedExpand, type TextTask } from './text-task.ts'
export {
  embeddedStepModel,
  type EmbeddedStepModel,
  type EmbeddedStepModelOptions,
} from './embedded/embedded-step-model.ts'

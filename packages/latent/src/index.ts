export { isLatentError, LatentError, type LatentErrorCode, type LatentErrorDetails } from './latent-error.ts'
export type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
export type { OperatorName, ThoughtStep } from './thought-step.ts'
export type { ThoughtTask } from './thought-task.ts'
export type { ThoughtState } from './thought-state.ts'
export { placeStep, thoughtBackend, type PlacedStep, type ThoughtBackendOptions } from './thought-backend.ts'
export { parseLabel } from './step-label.ts'
export { inputOf } from './operators/input-of.ts'
export type { OperatorSetting } from './propose-steps.ts'
export { thoughtPool, type HeldThought, type ThoughtPool, type ThoughtPoolOptions } from './thought-pool.ts'
export { thoughtExpand, type ThoughtExpandOptions } from './thought-expand.ts'
export type { ValueSource } from './thought-value.ts'
export { ANSWER_STANDINGS, concludeLine, type AnswerStanding, type Conclusion } from './conclusion.ts'
export {
  nearestByCosine,
  thoughtInspector,
  type Neighbour,
  type ReadSymbol,
  type StepLook,
  type ThoughtInspector,
  type ThoughtLook,
  type ThoughtMap,
} from './thought-inspector.ts'
export { graphThoughts, type GraphThoughtsOptions } from './prosqa/graph-thoughts.ts'
export { embeddedThoughts } from './prosqa/embedded-thoughts.ts'
export { principalMap, projectOn, type PrincipalMap } from './readings/principal-map.ts'

export { LatentError, isLatentError, type LatentErrorCode, type LatentErrorDetails } from './latent-error.ts'
export type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
export type { Vector } from './vectors/vector.ts'

/** What is wrong with a checkpoint or with a call to a model. Closed: a new code is a change of the public interface. */
export type ModelErrorCode =
  | 'CHECKPOINT_FILE'
  | 'CHECKPOINT_TRUNCATED'
  | 'CHECKPOINT_HEADER'
  | 'CHECKPOINT_CONFIG'
  | 'TENSOR_MISSING'
  | 'TENSOR_SHAPE'
  | 'TENSOR_DTYPE'
  | 'TENSOR_NOT_FINITE'
  | 'CACHE_RELEASED'
  | 'CACHE_FOREIGN'
  | 'CONTEXT_OVERFLOW'
  | 'INPUT_LENGTH'
  | 'INPUT_NOT_FINITE'
  | 'TOKEN_OUT_OF_RANGE'
  | 'UNREADABLE_PROMPT'
  | 'OUT_OF_MEMORY'
  | 'UNSUPPORTED_ENGINE'

export interface ModelErrorDetails {
  /** What came, on one short line. */
  readonly got: string
  /** What would have been accepted. */
  readonly expected: string
  /** The place: a tensor, a row of a batch, a field of the config. */
  readonly where: string
}

const MARK: unique symbol = Symbol.for('espalier.model-error')

/** A checkpoint that cannot be used, or a mistake of the caller. The message reads `what: got …, expected … (where)`. */
export class ModelError extends Error {
  readonly [MARK] = true
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  readonly details: ModelErrorDetails

  constructor(code: ModelErrorCode, what: string, details: ModelErrorDetails) {
    super(`${what}: got ${details.got}, expected ${details.expected} (${details.where})`)
    this.code = code
    this.details = details
  }
}

/** True for a {@link ModelError}, also one from another copy of this package. */
export function isModelError(value: unknown): value is ModelError {
  return typeof value === 'object' && value !== null && MARK in value
}

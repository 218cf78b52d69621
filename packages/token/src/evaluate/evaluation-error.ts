import { addUsage, isUsage, type Json, type Usage } from '@espalier/core'

/**
 * Why an evaluator has no value for a state.
 * - `tied-votes`, `unread-votes`: every round of votes was even, or held nothing that could be read;
 * - `no-log-probabilities`: the server does not say how likely its tokens were.
 */
export type EvaluationErrorCode = 'tied-votes' | 'unread-votes' | 'no-log-probabilities'

const MARK = Symbol.for('espalier.EvaluationError')

/** A state that could not be judged. A search takes it as a failed trial: code, usage and detail are read off it. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
  readonly code: EvaluationErrorCode
  /** What was paid all the same. */
  readonly usage: Usage
  /** What was heard: votes, replies. */
  readonly detail: Json

  constructor(code: EvaluationErrorCode, message: string, usage: Usage, detail: Json) {
    super(message)
    this.code = code
    this.usage = usage
    this.detail = detail
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for an {@link EvaluationError} of this or of another copy of the package. */
export function isEvaluationError(value: unknown): value is EvaluationError {
  return typeof value === 'object' && value !== null && MARK in value
}

/** What was thrown, with what was paid before it. */
export function charged(thrown: unknown, paid: Usage): unknown {
  if (typeof thrown !== 'object' || thrown === null) return thrown
  const { usage } = thrown as { readonly usage?: unknown }
  return Object.assign(thrown, { usage: isUsage(usage) ? addUsage(paid, usage) : paid })
}

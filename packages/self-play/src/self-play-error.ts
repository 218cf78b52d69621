/** What can go wrong with a self-play run that is not bad luck. Closed: a new code is a change of the public interface. */
export type SelfPlayErrorCode =
  /** The record holds a damaged line with whole ones behind it: it was changed after it was written. */
  | 'RECORD_DAMAGED'
  /** The record cannot be written (a full disk, a folder that is gone). What it holds stands; the run can go on later. */
  | 'RECORD_FAILED'
  /** Outcomes that are none, or that do not fit what their run said of them. */
  | 'INVALID_OUTCOMES'
  /** Options that do not fit each other. Numbers out of range are a `SearchError` of the core. */
  | 'INVALID_OPTIONS'

const MARK: unique symbol = Symbol.for('espalier.self-play-error')

/** The message says what was got, what was expected and where. */
export class SelfPlayError extends Error {
  readonly [MARK] = true
  override readonly name = 'SelfPlayError'
  readonly code: SelfPlayErrorCode

  constructor(code: SelfPlayErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** True for a {@link SelfPlayError}, also one from another copy of this package. */
export function isSelfPlayError(value: unknown): value is SelfPlayError {
  return typeof value === 'object' && value !== null && MARK in value
}

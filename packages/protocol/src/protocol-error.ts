/** Every code that {@link ProtocolError} can carry. */
export type ProtocolErrorCode =
  'INVALID_BATCH' | 'INVALID_STREAM' | 'INVALID_SNAPSHOT' | 'INVALID_LOG' | 'INVALID_CURSOR'

const MARK = Symbol.for('espalier.ProtocolError')

/** Bytes or text that are not what they should be. The message says what was got, what was expected, and where. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ProtocolErrorCode
  /** Line of a log, from 1; null where it is about something else or the whole. */
  readonly line: number | null

  constructor(code: ProtocolErrorCode, message: string, line: number | null = null) {
    super(message)
    this.code = code
    this.line = line
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for a {@link ProtocolError} of this or of another copy of the package. */
export function isProtocolError(value: unknown): value is ProtocolError {
  return typeof value === 'object' && value !== null && MARK in value
}

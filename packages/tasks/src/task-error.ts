/** What is wrong with the input of a task. Closed: a new code is a change of the public interface. */
export type TaskErrorCode =
  | 'NO_NUMBERS'
  | 'TOO_MANY_NUMBERS'
  | 'NOT_A_NUMBER'
  | 'NOT_AN_INTEGER'
  | 'NUMBER_OUT_OF_RANGE'
  | 'INVALID_TARGET'
  | 'ILLEGAL_STEP'
  | 'INVALID_FILE'
  | 'INVALID_OPTIONS'
  | 'INVALID_QUESTION'

export interface TaskErrorDetails {
  /** What came, shortened to one short line. */
  readonly got: string
  /** What would have been accepted. */
  readonly expected: string
  /** The place: an option, an argument, a line of a file. */
  readonly where: string
}

const MARK: unique symbol = Symbol.for('espalier.task-error')
const MAX_SHOWN_CHARS = 60

/** Bad input to a task. The message reads `what: got …, expected … (where)` on one line. */
export class TaskError extends Error {
  readonly [MARK] = true
  override readonly name = 'TaskError'
  readonly code: TaskErrorCode
  readonly details: TaskErrorDetails

  constructor(code: TaskErrorCode, what: string, details: TaskErrorDetails) {
    super(`${what}: got ${details.got}, expected ${details.expected} (${details.where})`)
    this.code = code
    this.details = details
  }
}

/** True for a {@link TaskError}, also one from another copy of this package. */
export function isTaskError(value: unknown): value is TaskError {
  return typeof value === 'object' && value !== null && MARK in value
}

/** `value` as one printable line of at most 60 characters and quotes, safe to put in a message whatever it holds. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return String(value).slice(0, MAX_SHOWN_CHARS)
  const text = value.length > MAX_SHOWN_CHARS ? `${value.slice(0, MAX_SHOWN_CHARS - 1)}…` : value
  return JSON.stringify(text)
}

/** Every code that {@link SearchError} can carry. */
export type SearchErrorCode =
  'INVALID_OPTIONS' | 'UNKNOWN_TRIAL' | 'SEARCH_ENDED' | 'EVENT_GAP' | 'INVALID_EVENT' | 'INVALID_POLICY'

const MARK = Symbol.for('espalier.SearchError')

/** A mistake of the caller: bad options, a malformed log, a trial that was never handed out. Bad luck is never thrown. */
export class SearchError extends Error {
  override readonly name = 'SearchError'
  readonly code: SearchErrorCode
  /** What was got, what was expected and where, for programs. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: SearchErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.details = details
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for a {@link SearchError} of this or of another copy of the package. */
export function isSearchError(value: unknown): value is SearchError {
  return typeof value === 'object' && value !== null && MARK in value
}

/** Throws `INVALID_OPTIONS` unless `value` is a finite number in [min, max] (and whole, if asked). Returns it. */
export function checkNumber(
  where: string,
  value: unknown,
  range: { readonly min: number; readonly max?: number; readonly integer?: boolean },
): number {
  const max = range.max ?? Number.MAX_SAFE_INTEGER
  const fits =
    typeof value === 'number' &&
    value >= range.min &&
    value <= max &&
    (range.integer !== true || Number.isSafeInteger(value))
  if (!fits) {
    const kind = range.integer === true ? 'an integer' : 'a number'
    const expected = `${kind} from ${range.min}${range.max === undefined ? '' : ` to ${range.max}`}`
    throw new SearchError('INVALID_OPTIONS', `${where}: got ${String(value)}, expected ${expected}`, {
      where,
      expected,
      got: value,
    })
  }
  return value
}

/** What something thrown says about itself. Never throws, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  return 'message' in thrown && typeof thrown.message === 'string'
    ? thrown.message
    : Object.prototype.toString.call(thrown)
}

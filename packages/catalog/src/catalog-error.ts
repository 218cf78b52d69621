/** What is wrong with a request or a spec. Closed: a new code is a change of the public interface. */
export type CatalogErrorCode =
  | 'UNKNOWN_TASK'
  | 'UNKNOWN_MODEL'
  | 'MODEL_TASK'
  | 'NO_LANGUAGE_MODEL'
  | 'INVALID_MODEL'
  | 'INVALID_PROBLEM'
  | 'INVALID_ALGORITHM'
  | 'INVALID_ACTION'
  | 'INVALID_FORK'
  | 'NO_VECTORS'

const MARK = Symbol.for('espalier.CatalogError')

/** A search that cannot be made. The message says what was got and what was expected. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
  readonly code: CatalogErrorCode
  /** Where in the request: a JSON pointer, such as `/problem/numbers/0`. */
  readonly pointer: string

  constructor(code: CatalogErrorCode, message: string, pointer: string) {
    super(message)
    this.code = code
    this.pointer = pointer
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for a {@link CatalogError} of this or of another copy of the package. */
export function isCatalogError(value: unknown): value is CatalogError {
  return typeof value === 'object' && value !== null && MARK in value
}

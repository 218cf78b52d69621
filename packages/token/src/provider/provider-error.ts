import type { Usage } from '@espalier/core'

/**
 * What can happen to a call of a model.
 * - `refused`: no connection; `reset`: it broke; `timeout`: nothing, or no end, in time;
 * - `rate-limited`, `server-error`, `bad-request`, `unauthorized`, `redirected`: what the server answered;
 * - `not-json`, `invalid-utf8`, `wrong-schema`, `truncated`, `empty-reply`, `reply-too-large`: what is wrong with its reply;
 * - `forbidden-address`: the address is private, and private ones are not allowed;
 * - `budget-spent`: the money would not last;
 * - `not-recorded`, `corrupt-record`: a file of recorded calls has not got it, or is damaged there;
 * - `called-off`: nobody needs the reply any more.
 */
export type ProviderErrorCode =
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'rate-limited'
  | 'server-error'
  | 'bad-request'
  | 'unauthorized'
  | 'redirected'
  | 'not-json'
  | 'invalid-utf8'
  | 'wrong-schema'
  | 'truncated'
  | 'empty-reply'
  | 'reply-too-large'
  | 'forbidden-address'
  | 'budget-spent'
  | 'not-recorded'
  | 'corrupt-record'
  | 'called-off'

export interface ProviderErrorDetails {
  /** HTTP status, where there was an answer. */
  readonly status?: number
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfterMs?: number
  /** The field of the request that the server would not take. */
  readonly param?: string
  /** What the call cost all the same, where that is known. */
  readonly usage?: Usage
}

const MARK = Symbol.for('espalier.ProviderError')

/** A call of a model that failed. A search takes it as a failed trial: code and usage are read off it. */
export class ProviderError extends Error implements ProviderErrorDetails {
  override readonly name = 'ProviderError'
  readonly code: ProviderErrorCode
  declare readonly status?: number
  declare readonly retryAfterMs?: number
  declare readonly param?: string
  declare readonly usage?: Usage

  constructor(code: ProviderErrorCode, message: string, details: ProviderErrorDetails = {}) {
    super(message)
    this.code = code
    Object.assign(this, details)
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for a {@link ProviderError} of this or of another copy of the package. */
export function isProviderError(value: unknown): value is ProviderError {
  return typeof value === 'object' && value !== null && MARK in value
}

import { messageOf } from '../errors.ts'
import type { Json, TrialError } from '../events/event.ts'
import { isUsage, type Usage } from '../events/usage.ts'

/** A failed trial as data. */
export interface Failure {
  readonly error: TrialError
  readonly usage?: Usage
  /** What the work left to look at all the same. */
  readonly detail?: Json
}

/** What something thrown by a trial's work says: its `code`, its `usage` and its `detail`, where it has them. */
export function failureOf(thrown: unknown): Failure {
  const { code, usage, detail } = (thrown ?? {}) as Partial<Readonly<Record<'code' | 'usage' | 'detail', unknown>>>
  const error = { code: typeof code === 'string' ? code : 'expand-failed', message: messageOf(thrown) }
  return {
    error,
    ...(isUsage(usage) ? { usage } : {}),
    ...(detail === undefined ? {} : { detail: detail as Json }),
  }
}

/** The other way round: what work rejects with, to fail in that way. */
export function rejectionOf({ error, usage, detail }: Failure): Error {
  return Object.assign(new Error(error.message), {
    code: error.code,
    usage,
    ...(detail === undefined ? {} : { detail }),
  })
}

import { messageOf } from '../errors.ts'
import type { TrialError } from '../events/event.ts'
import { isUsage, type Usage } from '../events/usage.ts'

/** A failed trial as data. */
export interface Failure {
  readonly error: TrialError
  readonly usage?: Usage
}

/** What something thrown by a trial's work says: its `code` and its `usage`, where it has them. */
export function failureOf(thrown: unknown): Failure {
  const { code, usage } = (thrown ?? {}) as { readonly code?: unknown; readonly usage?: unknown }
  const error = { code: typeof code === 'string' ? code : 'expand-failed', message: messageOf(thrown) }
  return isUsage(usage) ? { error, usage } : { error }
}

/** The other way round: what work rejects with, to fail in that way. */
export function rejectionOf({ error, usage }: Failure): Error {
  return Object.assign(new Error(error.message), { code: error.code, usage })
}

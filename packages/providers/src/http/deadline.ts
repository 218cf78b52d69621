import { ProviderError } from '@espalier/token'
import type { Clock } from '../clock.ts'

/** The time that a call may take. */
export interface Deadline {
  /** Fires when the time is over, with a `timeout` as its reason, or when the caller calls off, with a `called-off`. */
  readonly signal: AbortSignal
  /** Something has come: the wait for the next thing begins anew. */
  progress(): void
  /** To be called once, at the end. */
  done(): void
}

/** `timeoutMs`: for the whole; `idleMs`: between one thing that comes and the next. */
export function deadline(clock: Clock, outer: AbortSignal, timeoutMs: number, idleMs: number): Deadline {
  const controller = new AbortController()
  const started = clock.now()
  let last = started
  let cancel = (): void => {}

  const callOff = (): void => controller.abort(new ProviderError('called-off', 'nobody needs the reply any more'))
  const arm = (): void => {
    const now = clock.now()
    const left = Math.min(started + timeoutMs - now, last + idleMs - now)
    if (left > 0) cancel = clock.after(left, arm)
    else {
      const isWhole = now - started >= timeoutMs
      const message = isWhole ? `no whole reply within ${timeoutMs} ms` : `nothing came for ${idleMs} ms`
      controller.abort(new ProviderError('timeout', message))
    }
  }

  if (outer.aborted) callOff()
  else {
    outer.addEventListener('abort', callOff, { once: true })
    arm()
  }
  return {
    signal: controller.signal,
    progress: () => void (last = clock.now()),
    done: () => {
      cancel()
      outer.removeEventListener('abort', callOff)
    },
  }
}

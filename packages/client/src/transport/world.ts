import type { Signal } from '@espalier/core'

/** Waits so many milliseconds; rejects, or never settles, when the signal fires first. */
export type DelayFn = (ms: number, signal?: Signal) => Promise<void>

/** In every runtime since 2020; declared here because this package loads no platform types. */
declare const AbortController: new () => { readonly signal: Signal; abort(reason?: unknown): void }

export type Controller = InstanceType<typeof AbortController>

export function createController(): Controller {
  return new AbortController()
}

/** Calls `listener` when the signal fires, at once if it has; gives the function that calls it off. */
export function whenAborted(signal: Signal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {}
  if (signal.aborted) {
    listener()
    return () => {}
  }
  signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}

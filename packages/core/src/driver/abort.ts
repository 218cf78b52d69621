/** The platform's own AbortSignal where its types are loaded (DOM or Node), otherwise the part of it that we use. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Native } } ? Native : SignalLike

export interface SignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** In every runtime since 2020; declared here because this package loads no platform types. */
declare const AbortController: new () => { readonly signal: Signal; abort(reason?: unknown): void }

export function newController(): InstanceType<typeof AbortController> {
  return new AbortController()
}

/** A controller that also aborts when its caller's signal does, with a signal of its own for each piece of work. */
export interface LinkedController {
  readonly aborted: boolean
  abort(): void
  onAbort(listener: () => void): void
  /** A fresh signal, so that listeners go with the work that added them; `release` it when the work is done. */
  begin(): { readonly signal: Signal; release(): void }
  /** Lets go of the caller's signal. */
  dispose(): void
}

export function linkedController(outer: Signal | undefined): LinkedController {
  const own = new AbortController()
  const working = new Set<InstanceType<typeof AbortController>>()
  const abort = (): void => {
    own.abort(outer?.reason)
    for (const each of working) each.abort(outer?.reason)
  }
  if (outer?.aborted === true) abort()
  else outer?.addEventListener('abort', abort, { once: true })
  return {
    get aborted() {
      return own.signal.aborted
    },
    abort,
    onAbort: (listener) => own.signal.addEventListener('abort', listener, { once: true }),
    begin() {
      const each = new AbortController()
      working.add(each)
      return { signal: each.signal, release: () => working.delete(each) }
    },
    dispose: () => outer?.removeEventListener('abort', abort),
  }
}

/** The platform's own AbortSignal where its types are loaded (DOM or Node), otherwise the part of it that we use. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Native } } ? Native : SignalLike

export interface SignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** In every runtime since 2020; declared here because this package loads no platform types. */
declare const AbortController: new () => { readonly signal: SignalLike; abort(reason?: unknown): void }

/** A controller that also aborts when `outer` does. `dispose` lets go of `outer`. */
export function linkedController(outer: Signal | undefined): { readonly signal: Signal; abort(): void; onAbort(listener: () => void): void; dispose(): void } {
  const controller = new AbortController()
  const listened = outer as SignalLike | undefined
  const onAbort = (): void => controller.abort(listened?.reason)
  if (listened?.aborted === true) onAbort()
  else listened?.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal as Signal,
    abort: () => controller.abort(),
    onAbort: (listener) => controller.signal.addEventListener('abort', listener, { once: true }),
    dispose: () => listened?.removeEventListener('abort', onAbort),
  }
}

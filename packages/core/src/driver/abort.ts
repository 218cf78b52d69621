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

/** What calls work off: somebody's `abort` or the caller's signal. */
export class LinkedController {
  private readonly outer: Signal | undefined
  private readonly listeners: (() => void)[] = []
  /** Work under way that wants to know. */
  private readonly watching = new Set<Work>()
  private isAborted = false
  private readonly follow = (): void => this.abort()

  constructor(outer: Signal | undefined) {
    this.outer = outer
    if (outer?.aborted === true) this.abort()
    else outer?.addEventListener('abort', this.follow, { once: true })
  }

  get aborted(): boolean {
    return this.isAborted
  }

  get reason(): unknown {
    return this.outer?.reason
  }

  abort(): void {
    if (this.isAborted) return
    this.isAborted = true
    for (const listener of this.listeners.splice(0)) listener()
    for (const work of this.watching) work.callOff()
  }

  onAbort(listener: () => void): void {
    this.listeners.push(listener)
  }

  watch(work: Work): void {
    this.watching.add(work)
  }

  unwatch(work: Work): void {
    this.watching.delete(work)
  }

  /** Lets go of the caller's signal. */
  dispose(): void {
    this.outer?.removeEventListener('abort', this.follow)
  }
}

/**
 * One piece of work, with a signal of its own so that listeners go with the work that added them. The signal is made when it is first read:
 * work that never looks at it does without a controller, which costs microseconds.
 */
export class Work {
  readonly whenIdle: (listener: () => void) => void
  private readonly linked: LinkedController
  private own: InstanceType<typeof AbortController> | null = null
  private listeners: (() => void)[] | null = null
  private isDone = false

  constructor(linked: LinkedController, whenIdle: (listener: () => void) => void) {
    this.linked = linked
    this.whenIdle = whenIdle
  }

  get signal(): Signal {
    if (this.own === null) {
      this.own = new AbortController()
      if (this.isCalledOff) this.own.abort(this.linked.reason)
      else this.watch()
    }
    return this.own.signal
  }

  /** Whether nobody needs the result any more. */
  get isCalledOff(): boolean {
    return this.linked.aborted && !this.isDone
  }

  onCalledOff(listener: () => void): void {
    if (this.listeners === null) this.listeners = [listener]
    else this.listeners.push(listener)
    this.watch()
  }

  callOff(): void {
    for (const listener of this.listeners ?? []) listener()
    this.own?.abort(this.linked.reason)
  }

  /** The work is done: nobody calls it off any more. */
  release(): void {
    this.isDone = true
    if (this.own !== null || this.listeners !== null) this.linked.unwatch(this)
  }

  private watch(): void {
    if (!this.isDone) this.linked.watch(this)
  }
}

/** The same as `context.signal.aborted`, without making a signal of it. */
export function isCalledOff(context: { readonly signal: Signal }): boolean {
  return context instanceof Work ? context.isCalledOff : context.signal.aborted
}

/** The same as listening to the abort of `context.signal`, without making one of it. */
export function onCalledOff(context: { readonly signal: Signal }, listener: () => void): void {
  if (context instanceof Work) context.onCalledOff(listener)
  else context.signal.addEventListener('abort', listener, { once: true })
}

/** A door that work waits at. */
export interface Gate {
  readonly isOpen: boolean
  open(): void
  close(): void
  /** Resolves once the gate is open, at once if it is; rejects when the signal fires first. */
  pass(signal: AbortSignal): Promise<void>
}

export function createGate(isOpen: boolean): Gate {
  const waiting = new Set<() => void>()
  let open = isOpen
  return {
    get isOpen() {
      return open
    },
    open: () => {
      open = true
      for (const go of waiting) go()
    },
    close: () => void (open = false),
    pass: async (signal) => {
      while (!open) {
        await new Promise<void>((resolve, reject) => {
          const settle = (done: () => void) => (): void => {
            waiting.delete(go)
            signal.removeEventListener('abort', stop)
            done()
          }
          const go = settle(resolve)
          const stop = settle(() => reject(new Error('called off while it waited')))
          if (signal.aborted) return stop()
          waiting.add(go)
          signal.addEventListener('abort', stop, { once: true })
        })
      }
    },
  }
}

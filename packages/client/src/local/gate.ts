import type { Signal } from '@espalier/core'
import { whenAborted } from '../transport/world.ts'

/** A door that work waits at. */
export interface Gate {
  open(): void
  close(): void
  /** Resolves once the gate is open, at once if it is; rejects when the signal fires first. */
  pass(signal: Signal): Promise<void>
}

/** A gate that stands open. */
export function createGate(): Gate {
  const waiting = new Set<() => void>()
  let isOpen = true

  const opening = (signal: Signal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(calledOff())
      const go = (): void => {
        unhook()
        waiting.delete(go)
        resolve()
      }
      const unhook = whenAborted(signal, () => {
        waiting.delete(go)
        reject(calledOff())
      })
      waiting.add(go)
    })

  return {
    open: () => {
      isOpen = true
      for (const go of waiting) go()
    },
    close: () => void (isOpen = false),
    pass: async (signal) => {
      // It may close again between the opening and the turn of who waited.
      while (!isOpen) await opening(signal)
    },
  }
}

const calledOff = (): Error => new Error('called off while it waited')

import type { SearchTransport } from '@espalier/client'
import type { SearchInfo } from '@espalier/protocol'

/** How long a cancel can be undone, in milliseconds. */
export const UNDO_MS = 5_000

/** `undoable`: the search is held back, and ends when the time is up. `sent`: it is being ended, and there is no way back. */
export type CancelPhase = 'none' | 'undoable' | 'sent'

interface CancelDeps {
  readonly transport: Pick<SearchTransport, 'pause' | 'resume' | 'cancel'>
  readonly id: string
  /** Calls `run` once after so many milliseconds; gives the function that calls it off. */
  readonly after: (ms: number, run: () => void) => () => void
  readonly onPhase: (phase: CancelPhase) => void
  readonly onInfo: (info: SearchInfo) => void
  readonly onRefused: (error: unknown) => void
}

/** A cancel with a while to think again. */
export interface UndoableCancel {
  readonly phase: CancelPhase
  /** Begins to cancel. `isPaused`: the search is held back already, and stays so when this is undone. */
  begin(isPaused: boolean): void
  /** Lets the search be as it was before. Too late once the time is up. */
  undo(): void
  /** The time is up, now: for a page that is left. Does nothing where nothing is being cancelled. */
  commit(): void
  /** The search has ended by itself. */
  forget(): void
}

/**
 * The search is paused at once and cancelled when the time to undo is up. Merely waiting with the request would let it spend in a while in
 * which nobody wants it to; and should the page go down with its machine, a paused search is what is left, which spends nothing.
 */
export function createUndoableCancel(deps: CancelDeps): UndoableCancel {
  const { transport, id, after, onPhase, onInfo, onRefused } = deps
  let phase: CancelPhase = 'none'
  let callOff = (): void => {}
  let wasPaused = false
  /** Settles when the search is held back, or could not be. */
  let held: Promise<void> = Promise.resolve()

  function become(next: CancelPhase): void {
    if (next === phase) return
    callOff()
    phase = next
    onPhase(next)
  }

  function commit(): void {
    if (phase !== 'undoable') return
    become('sent')
    transport.cancel(id).then(
      (info) => {
        onInfo(info)
        become('none')
      },
      (error: unknown) => {
        become('none')
        onRefused(error)
      },
    )
  }

  return {
    get phase() {
      return phase
    },
    begin: (isPaused) => {
      if (phase !== 'none') return
      wasPaused = isPaused
      become('undoable')
      callOff = after(UNDO_MS, commit)
      if (isPaused) return
      held = transport.pause(id).then(
        (info) => {
          if (phase === 'undoable') onInfo(info)
        },
        (error: unknown) => {
          // The cancel may have overtaken it: then there is nothing left to hold back.
          if (phase !== 'undoable') return
          become('none')
          onRefused(error)
        },
      )
    },
    undo: () => {
      if (phase !== 'undoable') return
      become('none')
      if (wasPaused) return
      held.then(() => transport.resume(id)).then(onInfo, onRefused)
    },
    commit,
    forget: () => {
      if (phase === 'undoable') become('none')
    },
  }
}

import type { Io, Output } from '../io.ts'
import type { Budget } from '../run/budget.ts'
import { createPalette } from './palette.ts'
import { progressLines } from './progress-block.ts'
import type { SearchProgress } from './progress.ts'
import { createRedrawnBlock } from './redrawn-block.ts'
import type { SearchView } from './search-view.ts'
import { hasColor } from '../io.ts'

export interface LiveViewOptions {
  readonly budget: Budget
  /** Milliseconds to rest after a trial, so that people can follow. Default: none. */
  readonly restMs?: (trial: number) => number
  /** Whether the last frame stays. Default true. */
  readonly keepLastFrame?: boolean
}

/** Milliseconds between frames: calmer than the eye's limit, and cheap beside the search. */
const FRAME_MS = 60

/** A block on the terminal that is redrawn while the tree grows. */
export function liveView(output: Output, io: Io, options: LiveViewOptions): SearchView {
  const { budget, restMs, keepLastFrame = true } = options
  const palette = createPalette(hasColor(output, io.env))
  const block = createRedrawnBlock(output)
  let drawnAt = Number.NEGATIVE_INFINITY

  function draw(progress: SearchProgress): void {
    const size = { columns: (output.columns ?? 80) - 1, rows: (output.rows ?? 24) - 1 }
    block.draw(progressLines(progress, budget, size, palette))
    drawnAt = io.now()
  }

  return {
    update: async (progress, event) => {
      const rest = event.type === 'trial-end' ? (restMs?.(event.trial) ?? 0) : 0
      if (rest === 0 && io.now() - drawnAt < FRAME_MS) return
      draw(progress)
      await io.sleep(rest)
    },
    end: (progress) => (keepLastFrame ? draw(progress) : block.erase()),
    close: () => block.close(),
  }
}

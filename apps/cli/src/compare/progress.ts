import { canRedraw, type Io } from '../io.ts'
import { createRedrawnBlock } from '../view/redrawn-block.ts'
import { clip } from '../view/text-width.ts'
import { duration, withCommas } from '../view/wording.ts'
import type { CompareProgress } from './comparison.ts'

/** Time between two frames, so that drawing costs nothing. */
const FRAME_MS = 100

/** One line on the error stream that says how far a comparison is; nothing where no terminal shows it. */
export function compareProgress(io: Io, task: string) {
  const block = canRedraw(io.stderr, io.env) ? createRedrawnBlock(io.stderr) : null
  const startedAt = io.now()
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    update: ({ done, total, contestant }: CompareProgress): void => {
      const now = io.now()
      if (block === null || now - drawnAt < FRAME_MS) return
      drawnAt = now
      const left = ((now - startedAt) * (total - done)) / done
      const text = `${task}  ${withCommas(done)} of ${withCommas(total)} searches · ${contestant} · ${duration(left)} left`
      block.draw([clip(text, Math.max(20, (io.stderr.columns ?? 80) - 1))])
    },
    close: (): void => {
      block?.erase()
      block?.close()
    },
  }
}

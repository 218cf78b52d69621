import type { ThoughtState } from '../thought-state.ts'
import type { Landed } from './landings.ts'
import { isSameThought, type MergeOptions } from './merge.ts'

/** Lines of one search that came to nearly the same thought, as one state for graph search. */
export interface NearThoughts {
  /** The same text for states whose thoughts are nearly the same, and for no other; one that nobody has thought of stands for itself. */
  keyOf(state: ThoughtState<unknown>): string
  /** Says what a state holds. The first of those that are alike stays as it is, and the others count for it: nothing is averaged. */
  place(state: ThoughtState<unknown>, thought: Landed): void
  /** States that stand for themselves, and those that count for another. */
  counts(): { readonly kept: number; readonly merged: number }
}

/**
 * Merges by nearness (`isSameThought`): same depth, same likeliest symbol, cosine and divergence within their thresholds. Compares with every state of
 * that depth that stands for itself. Knows what was placed since it was made: a search that goes on from its log merges less than it would have.
 */
export function nearThoughts(options: MergeOptions = {}): NearThoughts {
  /** Those that stand for themselves, by depth. */
  const kept: { readonly key: string; readonly thought: Landed }[][] = []
  const keys = new WeakMap<ThoughtState<unknown>, string>()
  let merged = 0
  return {
    keyOf: (state) => keys.get(state) ?? lineKey(state),
    place: (state, thought) => {
      if (keys.has(state)) return
      const depth = state.line.length
      const level = (kept[depth] ??= [])
      const like = level.find((other) => isSameThought({ ...thought, depth }, { ...other.thought, depth }, options))
      if (like === undefined) level.push({ key: lineKey(state), thought })
      else merged++
      keys.set(state, like?.key ?? lineKey(state))
    },
    counts: () => ({ kept: kept.reduce((sum, level) => sum + level.length, 0), merged }),
  }
}

/** How a state was come to, to the last number. */
function lineKey(state: ThoughtState<unknown>): string {
  const steps: string[] = []
  for (let at: typeof state | null = state; at !== null; at = at.parent) steps.unshift(JSON.stringify(at.step))
  return steps.join(' ')
}

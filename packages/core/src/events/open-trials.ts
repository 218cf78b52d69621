import type { TrialId } from './event.ts'

/** More are not handed out, and not believed of a log. */
export const MAX_OPEN_TRIALS = 65_536

/**
 * Something for each trial under way, oldest first. Few trials are under way at once and the newest mostly end first, so a short
 * list read from its end is an order of magnitude cheaper than a hash table that is filled and emptied all the time.
 */
export class OpenTrials<T> {
  private readonly ids: TrialId[] = []
  private readonly items: T[] = []

  get size(): number {
    return this.ids.length
  }

  /** Adds a trial; it must not be there yet. */
  add(trial: TrialId, item: T): void {
    this.ids.push(trial)
    this.items.push(item)
  }

  has(trial: TrialId): boolean {
    return this.find(trial) >= 0
  }

  get(trial: TrialId): T | undefined {
    const at = this.find(trial)
    return at < 0 ? undefined : this.items[at]
  }

  /** Takes a trial out and gives what was there; undefined if it was not. */
  take(trial: TrialId): T | undefined {
    const { ids, items } = this
    if (ids[ids.length - 1] === trial) {
      ids.pop()
      return items.pop()
    }
    let at = this.find(trial)
    if (at < 0) return undefined
    const item = items[at]
    for (const last = ids.length - 1; at < last; at++) {
      ids[at] = ids[at + 1]!
      items[at] = items[at + 1]!
    }
    ids.pop()
    items.pop()
    return item
  }

  /** What is there, oldest first; a copy. */
  values(): T[] {
    return [...this.items]
  }

  /** The trials with what belongs to them, oldest first; a copy. */
  entries(): [TrialId, T][] {
    return this.ids.map((id, i) => [id, this.items[i]!])
  }

  private find(trial: TrialId): number {
    const { ids } = this
    let at = ids.length - 1
    while (at >= 0 && ids[at] !== trial) at--
    return at
  }
}

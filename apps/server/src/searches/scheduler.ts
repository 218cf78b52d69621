import type { ActiveSearch } from './active-search.ts'

export interface Scheduler {
  add(active: ActiveSearch): void
  remove(active: ActiveSearch): void
  /** Lets waiting searches work while there is room. To be called after every change of a state. */
  fill(): void
  counts(): Readonly<Record<'queued' | 'running' | 'paused', number>>
}

/** Lets at most `limit` searches work at once, in the order in which they were added; paused ones keep their place but take no room. */
export function createScheduler(limit: number): Scheduler {
  const searches = new Set<ActiveSearch>()
  const count = (state: ActiveSearch['state']): number =>
    [...searches].filter((active) => active.state === state).length

  function fill(): void {
    let room = limit - count('running')
    for (const active of searches) {
      if (room <= 0) return
      if (active.state !== 'queued') continue
      room--
      active.state = 'running'
      void begin(active)
    }
  }

  async function begin(active: ActiveSearch): Promise<void> {
    try {
      const live = await active.wake()
      // It may have been paused or cancelled while its log was read, or its log says that it is paused.
      if (active.state === 'running') live.proceed()
      else fill()
    } catch {
      // The search has said so itself and is settled.
    }
  }

  return {
    add: (active) => {
      searches.add(active)
      fill()
    },
    remove: (active) => {
      searches.delete(active)
      fill()
    },
    fill,
    counts: () => ({ queued: count('queued'), running: count('running'), paused: count('paused') }),
  }
}

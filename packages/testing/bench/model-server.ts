import type { VirtualTime } from '@espalier/testing'

/** A model server in virtual time: so many places, one completion each, first come first served. */
export interface ModelServer {
  /** Writes one completion in `ms` once there is a place. */
  complete(ms: number): Promise<void>
  /** Milliseconds of work done so far, over all places. */
  readonly busyMs: number
}

export function modelServer(time: VirtualTime, places: number): ModelServer {
  const queue: (() => void)[] = []
  let free = places
  let busyMs = 0
  return {
    async complete(ms) {
      if (free === 0) await new Promise<void>((resolve) => queue.push(resolve))
      else free--
      await time.sleep(ms)
      busyMs += ms
      const next = queue.shift()
      if (next === undefined) free++
      else next()
    },
    get busyMs() {
      return busyMs
    },
  }
}

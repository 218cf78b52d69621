/** Places for calls in flight. Whoever waits longest gets the next one. */
export interface Slots {
  /** Resolves when there is a place for the caller. Rejects with `close`'s reason. */
  enter(): Promise<void>
  leave(): void
  /** Sends away everybody who waits, and everybody who comes. */
  close(reason: Error): void
}

export function createSlots(count: number): Slots {
  const waiting: { resolve(): void; reject(error: Error): void }[] = []
  let free = count
  let closed: Error | null = null
  return {
    enter: () => {
      if (closed !== null) return Promise.reject(closed)
      if (free === 0) return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
      free--
      return Promise.resolve()
    },
    leave: () => {
      const next = waiting.shift()
      if (next === undefined) free++
      else next.resolve()
    },
    close: (reason) => {
      closed ??= reason
      for (const { reject } of waiting.splice(0)) reject(closed)
    },
  }
}

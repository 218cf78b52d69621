import { useEffect, useId, useSyncExternalStore } from 'react'
import type { Command } from './command.ts'

/** The commands of whatever is on the screen, by the part that offers them. */
const offered = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
let all: readonly Command[] = []

function offer(owner: string, commands: readonly Command[] | null): void {
  if (commands === null) offered.delete(owner)
  else offered.set(owner, commands)
  all = [...offered.values()].flat()
  for (const listener of listeners) listener()
}

/** Offers commands as long as the calling part is on the screen. Keep the array stable where it can be. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useEffect(() => {
    offer(owner, commands)
    return () => offer(owner, null)
  }, [owner, commands])
}

/** Everything that can be done now. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}

export const currentCommands = (): readonly Command[] => all

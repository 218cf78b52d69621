import { useEffect, useId, useSyncExternalStore } from 'react'
import { parseBindings, withBindings, type Bindings } from './bindings.ts'
import { keyLabel, type Command } from './command.ts'
import { isApple } from './is-apple.ts'

const KEY = 'espalier.keys'
/** The commands of whatever is on the screen, by the part that offers them. */
const offered = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
let bindings = stored()
let all: readonly Command[] = []

function offer(owner: string, commands: readonly Command[] | null): void {
  if (commands === null) offered.delete(owner)
  else offered.set(owner, commands)
  gather()
}

function gather(): void {
  all = withBindings([...offered.values()].flat(), bindings)
  for (const listener of listeners) listener()
}

function stored(): Bindings {
  try {
    return parseBindings(localStorage.getItem(KEY))
  } catch {
    return {}
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers commands as long as the calling part is on the screen. Keep the array stable where it can be. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useEffect(() => {
    offer(owner, commands)
    return () => offer(owner, null)
  }, [owner, commands])
}

/** Everything that can be done now, with the keys that hold. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all)
}

export const currentCommands = (): readonly Command[] => all

/** The key to tell people of, as they see it; nothing while the command has none or is not offered. */
export function useKeyLabel(id: string | undefined): string | undefined {
  return useSyncExternalStore(subscribe, () => {
    const key = all.find((command) => command.id === id)?.keys?.[0]
    return key === undefined ? undefined : keyLabel(key, isApple)
  })
}

/** Keys that somebody chose. */
export function useBindings(): Bindings {
  return useSyncExternalStore(subscribe, () => bindings)
}

export function setBindings(next: Bindings): void {
  bindings = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Storage may be forbidden; the keys then hold as long as the page.
  }
  gather()
}

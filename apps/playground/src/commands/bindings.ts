import type { Command } from './command.ts'

/** Keys that somebody chose, by the command's id, instead of the command's own; none at all is a choice too. */
export type Bindings = Readonly<Record<string, readonly string[]>>

/** Keys that the page cannot do without: they move the focus, press what has it, and close dialogs. */
const FIXED: ReadonlySet<string> = new Set(['Tab', 'Enter', 'Escape'])
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead'])

/** Whether a key press, as `keyOf` writes it, may be bound. */
export function isBindable(key: string): boolean {
  const name = key.replace(/^(Mod\+)?(Alt\+)?/, '')
  return name !== '' && !FIXED.has(name) && !MODIFIERS.has(name)
}

/** Gives a command a key, which leaves whichever command had chosen it before. */
export function bind(bindings: Bindings, id: string, key: string): Bindings {
  const others = Object.entries(bindings).map(([other, keys]) => [other, keys.filter((x) => x !== key)] as const)
  return { ...Object.fromEntries(others), [id]: [key] }
}

/** A command gets its own keys back. */
export function unbind(bindings: Bindings, id: string): Bindings {
  return Object.fromEntries(Object.entries(bindings).filter(([other]) => other !== id))
}

/** The commands with the keys that hold: chosen ones first, and the commands' own where nobody chose the same key for another. */
export function withBindings(commands: readonly Command[], bindings: Bindings): readonly Command[] {
  const chosen = new Set(Object.values(bindings).flat())
  return commands.map((command) => {
    const own = bindings[command.id]
    const keys = own ?? command.keys?.filter((key) => !chosen.has(key)) ?? []
    return { ...command, keys }
  })
}

/** Reads what was stored; anything else than bindings is nothing. */
export function parseBindings(text: string | null): Bindings {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
    return Object.fromEntries(
      Object.entries(value).flatMap(([id, keys]: [string, unknown]) =>
        Array.isArray(keys) && keys.every((key): key is string => typeof key === 'string' && isBindable(key))
          ? [[id, keys]]
          : [],
      ),
    )
  } catch {
    return {}
  }
}

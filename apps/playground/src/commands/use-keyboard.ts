import { useEffect } from 'react'
import { keyOf } from './command.ts'
import { currentCommands } from './registry.ts'

/** Runs commands by their keys, wherever the focus is, except while somebody types, in a dialog, or where a part has taken the key. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const key = keyOf(event)
      const target = event.target instanceof Element ? event.target : null
      if (!key.startsWith('Mod+') && belongsTo(target, key)) return
      if (document.querySelector('dialog[open]') !== null) return
      const command = currentCommands().find((candidate) => candidate.keys?.includes(key))
      if (command === undefined) return
      event.preventDefault()
      if (command.unavailable === undefined) command.run()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Whether a key means something to what has the focus. */
function belongsTo(target: Element | null, key: string): boolean {
  if (target === null) return false
  if (target.matches('input:not([type=range]), textarea, select, [contenteditable]')) return key !== 'Escape'
  if (target.matches('input[type=range]')) return /^(Arrow|Home|End|Page)/.test(key)
  if (target.matches('button, a, summary, [role=tab]')) return key === 'Space' || key === 'Enter'
  return false
}

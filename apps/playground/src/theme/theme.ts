import { useSyncExternalStore } from 'react'

/** What somebody chose; `system` follows the device. */
export type ThemeChoice = 'system' | 'dark' | 'light'

const KEY = 'espalier.theme'
const listeners = new Set<() => void>()
const systemDark = matchMedia('(prefers-color-scheme: dark)')
let choice: ThemeChoice = stored()

systemDark.addEventListener('change', tell)

/** Applies the stored choice; to be called once before the page is drawn. */
export function applyTheme(): void {
  if (choice === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
}

export function setTheme(next: ThemeChoice): void {
  choice = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  applyTheme()
  tell()
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice)
}

/** The theme that is shown. */
export function useTheme(): 'dark' | 'light' {
  return useSyncExternalStore(subscribe, shown)
}

function shown(): 'dark' | 'light' {
  if (choice !== 'system') return choice
  return systemDark.matches ? 'dark' : 'light'
}

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'dark' || value === 'light' ? value : 'system'
  } catch {
    return 'system'
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}

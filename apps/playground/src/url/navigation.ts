import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { formatView, parseView, type ParsedView, type ViewState } from './view-state.ts'
import { parsePlace, type Place } from './place.ts'

const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}

/** Goes to an address of this page. `replace` leaves no trace in the history. */
export function navigate(address: string, options: { readonly replace?: boolean } = {}): void {
  if (options.replace === true) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  tell()
}

/** The screen that the address names. */
export function usePlace(): Place {
  const path = useSyncExternalStore(subscribe, () => location.pathname)
  return useMemo(() => parsePlace(path), [path])
}

export function useQuery(): string {
  return useSyncExternalStore(subscribe, () => location.search)
}

/** The view that the address names, and a way to change it. Changes replace the entry in the history unless told to add one. */
export function useViewState(): ParsedView & {
  readonly change: (part: Partial<ViewState>, options?: { readonly push?: boolean }) => void
} {
  const query = useQuery()
  const parsed = useMemo(() => parseView(query), [query])
  const change = useCallback((part: Partial<ViewState>, options: { readonly push?: boolean } = {}) => {
    const { view, unknown } = parseView(location.search)
    const next = formatView({ ...view, ...part }, unknown)
    if (next === location.search) return
    navigate(`${location.pathname}${next}`, { replace: options.push !== true })
  }, [])
  return { ...parsed, change }
}

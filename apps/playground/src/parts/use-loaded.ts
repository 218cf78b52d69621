import { useCallback, useEffect, useState } from 'react'

/** Something that is fetched: what there is of it, and what went wrong last. */
export interface Loaded<T> {
  readonly value: T | null
  readonly error: unknown
  readonly loading: boolean
  readonly reload: () => void
}

/**
 * Loads when `load` changes (keep it stable) and every `everyMs` milliseconds, if that is given. An error keeps the value from before;
 * another `load` does not.
 */
export function useLoaded<T>(load: () => Promise<T>, everyMs: number | null = null): Loaded<T> {
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<{ load: () => Promise<T>; value: T | null; error: unknown; loading: boolean }>({
    load,
    value: null,
    error: null,
    loading: true,
  })
  useEffect(() => {
    let wanted = true
    let timer = 0
    const again = (): void => {
      if (everyMs !== null) timer = window.setTimeout(() => setTurn((n) => n + 1), everyMs)
    }
    load().then(
      (value) => {
        if (!wanted) return
        setState({ load, value, error: null, loading: false })
        again()
      },
      (error: unknown) => {
        if (!wanted) return
        setState((before) => ({ load, value: before.load === load ? before.value : null, error, loading: false }))
        again()
      },
    )
    return () => {
      wanted = false
      window.clearTimeout(timer)
    }
  }, [load, turn, everyMs])
  const reload = useCallback(() => setTurn((n) => n + 1), [])
  if (state.load !== load) return { value: null, error: null, loading: true, reload }
  return { value: state.value, error: state.error, loading: state.loading, reload }
}

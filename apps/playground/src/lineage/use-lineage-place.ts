import { useCallback, useMemo } from 'react'
import { navigate, useQuery } from '../url/navigation.ts'
import { formatLineagePlace, parseLineagePlace, type LineagePlace } from './lineage-place.ts'

/** What of a lineage the address names, and a way to change it; a new prompt gets an entry in the history of its own. */
export function useLineagePlace(): LineagePlace & {
  readonly change: (part: Partial<LineagePlace>) => void
  /** Address of another part of this lineage. */
  readonly linkOf: (part: Partial<LineagePlace>) => string
} {
  const query = useQuery()
  const place = useMemo(() => parseLineagePlace(query), [query])
  const linkOf = useCallback(
    (part: Partial<LineagePlace>): string =>
      location.pathname + formatLineagePlace({ ...parseLineagePlace(location.search), ...part }, location.search),
    [],
  )
  const change = useCallback(
    (part: Partial<LineagePlace>): void => {
      const address = linkOf(part)
      if (address === location.pathname + location.search) return
      navigate(address, { replace: part.prompt === undefined })
    },
    [linkOf],
  )
  return { ...place, change, linkOf }
}

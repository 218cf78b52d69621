import { useEffect, useRef } from 'react'
import type { RefinementInfo } from '@espalier/protocol'
import { useLoaded, type Loaded } from '../parts/use-loaded.ts'
import { serverRefinements } from './server-refinements.ts'

/** Running runs move; nothing else does. */
const RELOAD_MS = 2_000
/** Ended runs that a server keeps played again for readers, as many as ours does. */
const MOST_ASKED = 8

/**
 * The server's runs. After a restart a server says what the rounds of an ended run came to only to those who ask for that run: the newest
 * are asked for, one after the other.
 */
export function useRuns(): Loaded<readonly RefinementInfo[]> {
  const loaded = useLoaded(serverRefinements.list, RELOAD_MS)
  const { value, reload } = loaded
  const asked = useRef(new Set<string>())
  useEffect(() => {
    const unknown = (value ?? [])
      .slice(0, MOST_ASKED)
      .find(({ id, status, spent }) => isEnded(status) && spent === null && !asked.current.has(id))
    if (unknown === undefined) return
    asked.current.add(unknown.id)
    // A run that cannot be read keeps its dash.
    serverRefinements.get(unknown.id).then(reload, () => {})
  }, [value, reload])
  return loaded
}

const isEnded = (status: RefinementInfo['status']): boolean => status !== 'running' && status !== 'failed'

import { useCallback } from 'react'
import type { ThoughtPoints } from '@espalier/protocol'
import { useLoaded, type Loaded } from '../parts/use-loaded.ts'
import { isOver } from '../workspace/connection.ts'
import { useSession, useSessionState } from '../workspace/session-context.ts'

/** To place thoughts costs what it cost to think them: while a search runs, that is done again so long after it was done last. */
const AGAIN_MS = 4_000

/** Where the thoughts of the search lie: again while it runs, and once more when it has ended. */
export function usePoints(): Loaded<ThoughtPoints> {
  const session = useSession()
  const isEnded = isOver(useSessionState())
  const load = useCallback(() => session.thoughts(), [session])
  return useLoaded(load, isEnded ? null : AGAIN_MS)
}

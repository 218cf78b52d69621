import { useEffect, useMemo, useState } from 'react'
import { useHomes } from '../homes/homes-context.ts'
import type { Home } from '../url/place.ts'
import { createSession } from './session.ts'
import { SessionContext } from './session-context.ts'
import { WorkspaceScreen } from './workspace-screen.tsx'

/** A search, followed as long as it is on the screen. */
export function Workspace({ home, id }: { readonly home: Home; readonly id: string }) {
  const homes = useHomes()
  const session = useMemo(() => {
    const transport = homes.transport(home)
    return createSession(transport, id, transport.proofOf(id))
  }, [homes, home, id])
  const [isStarted, setStarted] = useState(false)
  useEffect(() => {
    setStarted(true)
    return session.start()
  }, [session])
  if (!isStarted) return null
  return (
    <SessionContext value={session}>
      <WorkspaceScreen home={home} id={id} />
    </SessionContext>
  )
}

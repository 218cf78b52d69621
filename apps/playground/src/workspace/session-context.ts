import { createContext, useContext, useSyncExternalStore } from 'react'
import type { TreeStore } from '@espalier/client'
import type { Session, SessionState } from './session.ts'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('SessionContext: no provider above')
  return session
}

export function useSessionState(): SessionState {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, session.getState)
}

/** The store, and its version: whoever calls this is drawn again whenever what is shown has changed. */
export function useShown(): { readonly store: TreeStore; readonly version: number } {
  const { store } = useSession()
  const version = useSyncExternalStore(store.subscribe, store.getVersion)
  return { store, version }
}

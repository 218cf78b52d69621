import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Home } from '../url/place.ts'
import type { ModelState } from '../worker/model-state.ts'
import type { Homes, ServerState } from './homes.ts'

export const HomesContext = createContext<Homes | null>(null)

export function useHomes(): Homes {
  const homes = useContext(HomesContext)
  if (homes === null) throw new Error('HomesContext: no provider above')
  return homes
}

export function useServerState(): ServerState {
  const homes = useHomes()
  return useSyncExternalStore(homes.subscribe, homes.serverState)
}

export function useModelState(): ModelState {
  const homes = useHomes()
  return useSyncExternalStore(homes.subscribe, homes.modelState)
}

/** The home that an address means: its own, or wherever searches can run. Null while that is not known yet. */
export function useHome(asked: Home | null): Home | null {
  const { type } = useServerState()
  if (asked !== null) return asked
  if (type === 'looking') return null
  return type === 'there' ? 'server' : 'page'
}

import { createContext, useCallback, useContext } from 'react'
import { useHomes } from '../homes/homes-context.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import type { Home } from '../url/place.ts'

/** Whether the states of the search on the screen are vectors, all or some of them, so that there are thoughts to look at. */
export const HasThoughtsContext = createContext(false)
export const useHasThoughts = (): boolean => useContext(HasThoughtsContext)

/** The same of a model by name; false until it is known, and of a model that is not there. */
export function useThinks(home: Home, model: string | undefined): boolean {
  const homes = useHomes()
  const load = useCallback(() => homes.catalog(home), [homes, home])
  const { value } = useLoaded(load)
  const states = value?.models.find(({ name }) => name === model)?.states
  return states === 'vectors' || states === 'both'
}

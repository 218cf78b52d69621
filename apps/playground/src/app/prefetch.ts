import type { Homes } from '../homes/homes.ts'
import { parsePlace } from '../url/place.ts'

/**
 * Loads what later screens are made of, and the worker with its model, once the page has nothing better to do: when the server stops
 * after that, everything can still be read, and searches still run in the page.
 */
export function prefetch(homes: Homes): void {
  const later = isSearch() ? AFTER_A_SEARCH_MS : 0
  const start = (): void =>
    whenIdle(() => {
      homes.transport('page')
      void Promise.allSettled([
        import('../compose/compose-screen.tsx'),
        import('../workspace/workspace.tsx'),
        import('../canvas/icicle-view.tsx'),
        import('../canvas/links-view.tsx'),
        import('../outline/outline.tsx'),
        import('../refinements/refinements-screen.tsx'),
        import('../lineage/lineage-screen.tsx'),
      ])
    })
  setTimeout(start, later)
}

/** On a link to a search, the parts that show it are loaded side by side, not one after the other as they are met. */
export function prefetchSearch(): void {
  if (!isSearch()) return
  void Promise.allSettled([import('../workspace/workspace.tsx'), import('../canvas/icicle-view.tsx')])
}

/** A search that is being opened has the machine to itself for so long: the worker with its model can wait. */
const AFTER_A_SEARCH_MS = 3_000

const isSearch = (): boolean => parsePlace(location.pathname).screen === 'search'

function whenIdle(run: () => void): void {
  // Not in every browser.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 })
  else setTimeout(run, 1_000)
}

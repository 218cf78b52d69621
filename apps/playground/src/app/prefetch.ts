import type { Homes } from '../homes/homes.ts'

/**
 * Loads what later screens are made of, and the worker with its model, once the page has nothing better to do: when the server stops
 * after that, everything can still be read, and searches still run in the page.
 */
export function prefetch(homes: Homes): void {
  whenIdle(() => {
    homes.transport('page')
    void Promise.allSettled([
      import('../compose/compose-screen.tsx'),
      import('../workspace/workspace.tsx'),
      import('../canvas/icicle-view.tsx'),
      import('../canvas/links-view.tsx'),
      import('../outline/outline.tsx'),
    ])
  })
}

function whenIdle(run: () => void): void {
  // Not in every browser.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 })
  else setTimeout(run, 1_000)
}

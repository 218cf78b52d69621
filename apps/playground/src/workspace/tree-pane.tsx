import { Suspense, lazy } from 'react'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { useHasThoughts } from '../thoughts/has-thoughts.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { FindField } from './find-field.tsx'
import { Legend } from './legend.tsx'
import { useSessionState, useShown } from './session-context.ts'
import { useWorkspaceView } from './view-context.ts'

const IcicleView = lazy(async () => ({ default: (await import('../canvas/icicle-view.tsx')).IcicleView }))
const LinksView = lazy(async () => ({ default: (await import('../canvas/links-view.tsx')).LinksView }))
const Outline = lazy(async () => ({ default: (await import('../outline/outline.tsx')).Outline }))

/** The tree, in one of three views, with what they have in common above and below. */
export function TreePane() {
  const { store } = useShown()
  const { info } = useSessionState()
  const { view, change } = useWorkspaceView()
  const hasThoughts = useHasThoughts()
  const { size } = store.fold.tree
  return (
    <section className="tree-pane" aria-label="Tree">
      <div className="tree-bar">
        <Breadcrumb />
        <FindField />
        {hasThoughts ? (
          <Button
            kind="quiet"
            className="map-button"
            aria-pressed={view.map !== 'hidden'}
            title="Show or hide the map of thoughts (m)"
            onClick={() => change({ map: view.map === 'hidden' ? 'value' : 'hidden' })}
          >
            Map
          </Button>
        ) : null}
      </div>
      <div className="tree-view">
        {size === 0 ? (
          <EmptyState
            icon="icicle"
            title={info?.status === 'queued' ? 'The search waits for its turn' : 'Waiting for the first event'}
          >
            The tree appears here as soon as the search has begun.
          </EmptyState>
        ) : (
          <Suspense fallback={<div className="skeleton tree-skeleton" />}>
            {view.view === 'icicle' ? <IcicleView /> : null}
            {view.view === 'links' ? <LinksView /> : null}
            {view.view === 'outline' ? <Outline /> : null}
          </Suspense>
        )}
      </div>
      {view.view === 'outline' ? null : <Legend />}
    </section>
  )
}

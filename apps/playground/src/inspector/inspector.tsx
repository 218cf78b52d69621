import { Suspense, lazy, useState } from 'react'
import { EmptyState } from '../parts/notice.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { EventsTab } from './events-tab.tsx'
import { StepTab } from './step-tab.tsx'
import { useHasThoughts } from '../thoughts/has-thoughts.ts'
import { TrialsTab } from './trials-tab.tsx'
import './inspector.css'

const ThoughtTab = lazy(async () => ({ default: (await import('../thoughts/thought-tab.tsx')).ThoughtTab }))

const TABS = [
  { id: 'step', name: 'Step' },
  { id: 'thought', name: 'Thought' },
  { id: 'trials', name: 'Trials' },
  { id: 'events', name: 'Events' },
] as const
type TabId = (typeof TABS)[number]['id']

/** Everything about one node: the selected one, else the one at the top. */
export function Inspector() {
  const { store } = useShown()
  const { selected, top, view } = useWorkspaceView()
  const hasThoughts = useHasThoughts()
  const tabs = hasThoughts ? TABS : TABS.filter(({ id }) => id !== 'thought')
  const [wanted, setTab] = useState<TabId>('step')
  const tab = tabs.some(({ id }) => id === wanted) ? wanted : 'step'
  const { tree } = store.fold
  const node = selected ?? top
  const isThere = node < tree.size
  const isLater = view.sel !== null && view.sel >= tree.size && tree.size > 0

  return (
    <section className="panel inspector" aria-label="Inspector">
      <header className="panel-head">
        <Tabs
          label="About the node"
          prefix="inspector-tab"
          panel="inspector-body"
          tabs={tabs}
          selected={tab}
          onSelect={setTab}
        />
        {isThere ? <span className="dim number">#{node}</span> : null}
      </header>
      <div
        className="panel-scroll"
        id="inspector-body"
        role="tabpanel"
        aria-labelledby={`inspector-tab-${tab}`}
        tabIndex={0}
      >
        {isLater ? (
          <p className="inspector-later dim">Step #{view.sel} comes later in the log. This is the node at the top.</p>
        ) : null}
        {isThere ? (
          <>
            {tab === 'step' ? <StepTab node={node} /> : null}
            {tab === 'thought' ? (
              <Suspense fallback={<div className="skeleton thought-skeleton" />}>
                <ThoughtTab node={node} />
              </Suspense>
            ) : null}
            {tab === 'trials' ? <TrialsTab node={node} /> : null}
            {tab === 'events' ? <EventsTab key={node} node={node} /> : null}
          </>
        ) : (
          <EmptyState icon="search" title="Nothing to look into yet">
            Select a step in the tree.
          </EmptyState>
        )}
      </div>
    </section>
  )
}

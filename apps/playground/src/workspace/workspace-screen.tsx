import { Suspense, lazy, useMemo, useState, type CSSProperties } from 'react'
import { isClientError } from '@espalier/client'
import { errorText } from '../app/error-text.ts'
import { Candidates } from '../candidates/candidates.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { Button, Segmented } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { ReplayBar } from '../replay/replay-bar.tsx'
import { Steering } from '../steering/steering.tsx'
import { HasThoughtsContext, useThinks } from '../thoughts/has-thoughts.ts'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import type { PanelName } from '../url/view-state.ts'
import { Announcer } from './announcer.tsx'
import { BestPath } from './best-path.tsx'
import { fileName, saveFile } from './export-file.ts'
import { ExtendDialog } from './extend-dialog.tsx'
import { usePanelSizes, type PanelSizes } from './panel-sizes.ts'
import { useSession, useSessionState } from './session-context.ts'
import { SessionNotices } from './session-notices.tsx'
import { Splitter } from './splitter.tsx'
import { Toolbar } from './toolbar.tsx'
import { TreePane } from './tree-pane.tsx'
import { useMakeView } from './use-workspace-view.ts'
import { useWorkspaceCommands } from './use-workspace-commands.ts'
import { Unsound } from './unsound.tsx'
import { ViewContext } from './view-context.ts'
import './workspace.css'

const ThoughtMap = lazy(async () => ({ default: (await import('../thoughts/thought-map.tsx')).ThoughtMap }))

export function WorkspaceScreen({ home, id }: { readonly home: Home; readonly id: string }) {
  const session = useSession()
  const { info, infoFailure, proof } = useSessionState()
  const view = useMakeView()
  const panels = usePanelSizes()
  const [isExtending, setExtending] = useState(false)
  const [exportFailure, setExportFailure] = useState<string | null>(null)
  const orders = useMemo(
    () => ({
      extend: () => setExtending(true),
      again: () => navigate(`${pathOf({ screen: 'compose', home })}?like=${id}`),
      exportFile: () => {
        const label = session.getState().info?.label ?? 'search'
        session.exportFile().then(
          (bytes) => saveFile(bytes, fileName(label)),
          (error: unknown) => setExportFailure(errorText(error)),
        )
      },
    }),
    [session, home, id],
  )
  const hasThoughts = useThinks(home, info?.spec.model)
  const isMapOpen = hasThoughts && view.view.map !== 'hidden'
  const panel = view.view.panel === 'map' && !isMapOpen ? 'tree' : view.view.panel
  useWorkspaceCommands(view, orders, hasThoughts)

  if (proof === 'refused') return <Unsound home={home} failure={infoFailure} />
  if (info === null && infoFailure !== null && session.store.lastSeq < 0)
    return <Lost home={home} failure={infoFailure} onRetry={session.retry} />
  if (info === null) return <Loading />
  return (
    <HasThoughtsContext value={hasThoughts}>
      <ViewContext value={view}>
        <div className="workspace" data-panel={panel}>
          <Toolbar home={home} onExtend={orders.extend} onExport={orders.exportFile} onAgain={orders.again} />
          <SessionNotices
            home={home}
            viewNotices={view.notices}
            exportFailure={exportFailure}
            onForgetExport={() => setExportFailure(null)}
          />
          <Steering home={home} id={id} />
          <div className="panel-switch">
            <Segmented<PanelName>
              label="Part of the workspace"
              value={panel}
              onChange={(next) =>
                view.change({ panel: next, ...(next === 'map' && !isMapOpen ? ({ map: 'value' } as const) : {}) })
              }
              options={[
                { value: 'tree', label: 'Tree' },
                { value: 'candidates', label: 'Candidates' },
                { value: 'node', label: 'Step' },
                ...(hasThoughts ? [{ value: 'map', label: 'Map' } as const] : []),
              ]}
            />
          </div>
          <div
            className="workspace-body"
            data-left={panels.left.isOpen ? 'open' : 'closed'}
            data-map={isMapOpen ? 'open' : 'closed'}
            data-right={panels.right.isOpen ? 'open' : 'closed'}
            style={panelWidths(panels)}
          >
            <div className="side-left">
              <BestPath answer={info.answer} />
              <Candidates />
            </div>
            <Splitter side="left" />
            <TreePane />
            {isMapOpen ? (
              <Suspense fallback={<div className="panel thought-map" />}>
                <ThoughtMap />
              </Suspense>
            ) : null}
            <Splitter side="right" />
            <Inspector />
          </div>
          <ReplayBar />
          <Announcer />
        </div>
        {isExtending ? (
          <ExtendDialog limits={info.budget} onExtend={session.extend} onClose={() => setExtending(false)} />
        ) : null}
      </ViewContext>
    </HasThoughtsContext>
  )
}

/** Widths of the panels for the style sheet. */
const panelWidths = ({ left, right }: PanelSizes): CSSProperties =>
  ({ '--left': `${left.width}px`, '--right': `${right.width}px` }) as CSSProperties

function Loading() {
  return (
    <div className="workspace loading" role="status">
      <span className="unseen">Loading the search</span>
      <div className="toolbar">
        <div className="skeleton" />
      </div>
      <div className="workspace-body">
        <div className="side-left">
          <div className="skeleton" />
          <div className="skeleton" />
        </div>
        <div className="tree-pane">
          <div className="skeleton tree-skeleton" />
        </div>
        <div className="inspector">
          <div className="skeleton" />
        </div>
      </div>
    </div>
  )
}

interface LostProps {
  readonly home: Home
  readonly failure: unknown
  readonly onRetry: () => void
}

/** The search cannot be shown at all. */
function Lost({ home, failure, onRetry }: LostProps) {
  const isGone = isClientError(failure) && failure.code === 'not-found'
  return (
    <EmptyState
      isScreen
      icon={isGone ? 'search' : 'plug'}
      title={isGone ? 'There is no such search here' : 'The search could not be loaded'}
      actions={
        <>
          {isGone ? null : (
            <Button icon="again" onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button onClick={() => navigate(pathOf({ screen: 'searches', home }))}>Go to the searches</Button>
        </>
      }
    >
      {isGone && home === 'page'
        ? 'Searches in this page live as long as the page: a reload ends them. Export the ones you want to keep, and open the file again.'
        : errorText(failure)}
    </EmptyState>
  )
}

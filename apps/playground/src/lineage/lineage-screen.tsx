import { useCallback, type ReactNode } from 'react'
import { isClientError } from '@espalier/client'
import type { RefinementInfo } from '@espalier/protocol'
import { chooseFile } from '../app/choose-file.ts'
import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { Link } from '../parts/link.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { CancelRun } from '../refinements/cancel-run.tsx'
import { RunStatus } from '../refinements/run-status.tsx'
import { serverRefinements } from '../refinements/server-refinements.ts'
import { pathOf, type Home } from '../url/place.ts'
import { LineageView } from './lineage-view.tsx'
import { openedLineage } from './opened-lineages.ts'
import '../searches/searches.css'
import '../refinements/refinements.css'
import './lineage.css'
import './prompt-detail.css'

const RELOAD_MS = 2_000

/** The lineage of a run: of the server, or from a file that was opened. */
export function LineageScreen({ home, id }: { readonly home: Home; readonly id: string }) {
  return home === 'server' ? <ServerRun id={id} /> : <OpenedRun id={id} />
}

function OpenedRun({ id }: { readonly id: string }) {
  const lineage = openedLineage(id)
  if (lineage === null)
    return (
      <EmptyState
        isScreen
        icon="upload"
        title="This lineage is not open any more"
        actions={
          <Button kind="main" onClick={chooseFile}>
            Open a file
          </Button>
        }
      >
        What is opened from a file is kept as long as the page is. Open the file again.
      </EmptyState>
    )
  return <LineageView lineage={lineage} home="page" about={<span className="dim">from a file</span>} />
}

/** A run of the server: how far it is, and once it has ended its lineage. */
function ServerRun({ id }: { readonly id: string }) {
  const load = useCallback(() => serverRefinements.get(id), [id])
  const first = useLoaded(load)
  const isRunning = first.value?.status === 'running'
  const { value: run, error, reload } = first
  if (run === null) return error === null ? <Waiting /> : <Failed error={error} onAgain={reload} />
  if (isRunning) return <RunningRun id={id} onEnded={reload} />
  if (run.status === 'failed')
    return (
      <EmptyState isScreen icon="warning" title="This run failed" actions={<AllRuns />}>
        {run.reason ?? 'The server does not say why.'}
      </EmptyState>
    )
  return <EndedRun run={run} />
}

function RunningRun({ id, onEnded }: { readonly id: string; readonly onEnded: () => void }) {
  const load = useCallback(async () => {
    const run = await serverRefinements.get(id)
    if (run.status !== 'running') onEnded()
    return run
  }, [id, onEnded])
  const { value: run, error } = useLoaded(load, RELOAD_MS)
  return (
    <EmptyState isScreen icon="links" title="This run is under way" actions={<CancelRun id={id} onEnded={onEnded} />}>
      <span className="running-run">
        <RunStatus status="running" />
        {run === null ? null : (
          <span className="number">
            {run.prompts} prompts, {run.events} events so far
          </span>
        )}
      </span>
      {error === null ? 'Its lineage is shown here as soon as it has ended.' : errorText(error)}
    </EmptyState>
  )
}

function EndedRun({ run }: { readonly run: RefinementInfo }) {
  const { id, status, reason } = run
  const load = useCallback(() => serverRefinements.lineage(id), [id])
  const { value: lineage, error, reload } = useLoaded(load)
  if (lineage === null) return error === null ? <Waiting /> : <Failed error={error} onAgain={reload} />
  const about = (
    <>
      <RunStatus status={status} />
      {reason === null ? null : <span className="dim cut">{reason}</span>}
    </>
  )
  return <LineageView lineage={lineage} home="server" about={about} />
}

function Failed({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const code = isClientError(error) ? error.code : null
  const again = (
    <Button icon="again" onClick={onAgain}>
      Try again
    </Button>
  )
  const say = (title: string, text: string, actions: ReactNode) => (
    <EmptyState isScreen icon="warning" title={title} actions={actions}>
      {text}
    </EmptyState>
  )
  if (code === 'trace-hidden')
    return say(
      'This server hides traces',
      'Runs of self-play are text throughout, so it shows none of them.',
      <AllRuns home="page" />,
    )
  if (code === 'not-found') return say('There is no such run here', 'The link may be of another server.', <AllRuns />)
  if (code === 'unreachable' || code === 'invalid-response')
    return say(
      'No server answers for self-play',
      'The run is there when the server is. A lineage that was saved as a file can be opened without one.',
      <>
        {again}
        <AllRuns home="page" />
      </>,
    )
  return say('The lineage could not be loaded', errorText(error), again)
}

function AllRuns({ home = 'server' }: { readonly home?: Home }) {
  return (
    <Link className="button" to={pathOf({ screen: 'refinements', home })}>
      {home === 'server' ? 'All runs' : 'Opened files'}
    </Link>
  )
}

function Waiting() {
  return (
    <div className="lineage" role="status">
      <span className="unseen">Loading the lineage</span>
      <div className="skeleton lineage-skeleton head" />
      <div className="skeleton lineage-skeleton rounds-skeleton" />
      <div className="lineage-body">
        <div className="skeleton lineage-skeleton tall" />
        <div className="skeleton lineage-skeleton tall" />
      </div>
    </div>
  )
}

import { isClientError } from '@espalier/client'
import { chooseFile } from '../app/choose-file.ts'
import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { Link } from '../parts/link.tsx'
import { EmptyState, Notice } from '../parts/notice.tsx'
import { pathOf, type Home } from '../url/place.ts'
import { OpenedRuns } from './opened-runs.tsx'
import { RunTable } from './run-table.tsx'
import { useRuns } from './use-runs.ts'
import '../searches/searches.css'
import './refinements.css'

/** Runs of self-play: the server's, or those that were opened from files. */
export function RefinementsScreen({ home }: { readonly home: Home }) {
  return (
    <div className="searches">
      <div className="screen-head">
        <h1>Self-play</h1>
        <Link className="button" to={pathOf({ screen: 'searches', home })}>
          Searches
        </Link>
        <Button icon="upload" onClick={chooseFile}>
          Open a file
        </Button>
      </div>
      {home === 'server' ? <ServerRuns /> : <OpenedRuns />}
    </div>
  )
}

function ServerRuns() {
  const { value: runs, error, loading, reload } = useRuns()
  if (runs === null && loading) return <ListSkeleton />
  if (isClientError(error) && error.code === 'trace-hidden')
    return (
      <EmptyState icon="warning" title="This server hides traces">
        Runs of self-play are text throughout, so it shows none of them. A lineage that somebody gives you as a file can
        be opened here.
      </EmptyState>
    )
  const isLost = isClientError(error) && (error.code === 'unreachable' || error.code === 'invalid-response')
  return (
    <>
      {error === null ? null : (
        <Notice
          tone="error"
          title={isLost ? 'No server answers for self-play' : 'The list could not be loaded'}
          actions={
            <>
              <Button icon="again" onClick={reload}>
                Try again
              </Button>
              <Link className="button" to={pathOf({ screen: 'refinements', home: 'page' })}>
                Opened files
              </Link>
            </>
          }
        >
          {runs === null ? errorText(error) : 'What is shown is from before. It is asked again every two seconds.'}
        </Notice>
      )}
      {runs === null ? null : runs.length === 0 ? <NoRuns /> : <RunTable runs={runs} onChange={reload} />}
    </>
  )
}

function NoRuns() {
  return (
    <section className="examples no-runs" aria-labelledby="no-runs-title">
      <h2 id="no-runs-title">No runs yet</h2>
      <p className="dim">
        In self-play refinement a model answers prompts, a judge votes on the answers, and what it votes down is mended
        by tree search. The failed answer and its refinement become training data. Start a run on this server with
        models that it was started with:
      </p>
      <pre className="mono" tabIndex={0}>
        {`POST /v1/refinements\n{"prompts": [{"prompt": "…"}], "roles": {"actor": "NAME", "judge": "NAME"}}`}
      </pre>
      <p className="dim">Or play one on the command line, and open its lineage here:</p>
      <pre className="mono" tabIndex={0}>
        {`npx espalier self-play prompts > prompts.jsonl\nnpx espalier self-play run --prompts prompts.jsonl --roles wording --out runs/1\nnpx espalier self-play lineage runs/1`}
      </pre>
    </section>
  )
}

function ListSkeleton() {
  return (
    <div className="list-skeleton" role="status">
      <span className="unseen">Loading the runs</span>
      {Array.from({ length: 4 }, (_, i) => (
        <div key={i} className="skeleton" />
      ))}
    </div>
  )
}

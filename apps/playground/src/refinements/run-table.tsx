import type { RefinementInfo } from '@espalier/protocol'
import { formatAgo, formatCount, formatShort, plural } from '../parts/format.ts'
import { Link } from '../parts/link.tsx'
import { useNow } from '../parts/use-now.ts'
import { pathOf } from '../url/place.ts'
import { CancelRun } from './cancel-run.tsx'
import { RunStatus } from './run-status.tsx'
import { ShareText } from './share-text.tsx'

interface RunTableProps {
  readonly runs: readonly RefinementInfo[]
  readonly onChange: () => void
}

export function RunTable({ runs, onChange }: RunTableProps) {
  const now = useNow()
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Table of runs">
      <table className="list-table link-rows run-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col">Searches above the gate</th>
            <th scope="col" className="right wide-only">
              Pairs
            </th>
            <th scope="col" className="right wide-only">
              Calls
            </th>
            <th scope="col" className="right wide-only">
              Tokens
            </th>
            <th scope="col" className="right">
              Started
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <Link to={pathOf({ screen: 'lineage', home: 'server', id: run.id })}>
                  <span className="search-label">{plural(run.prompts, 'prompt')}</span>
                  <span className="search-sub dim mono cut">{run.id}</span>
                </Link>
              </th>
              <td>
                <span className="run-state">
                  <RunStatus status={run.status} />
                  {run.status === 'running' ? <CancelRun id={run.id} onEnded={onChange} /> : null}
                </span>
                {run.reason === null ? null : (
                  <span className="run-reason dim cut" title={run.reason}>
                    {run.reason}
                  </span>
                )}
              </td>
              <td>
                <ShareText share={run.rounds.at(-1)?.solved ?? null} />
              </td>
              <td className="right number wide-only">
                {run.rounds.length === 0 ? '–' : formatCount(run.rounds.reduce((sum, { pairs }) => sum + pairs, 0))}
              </td>
              <td className="right number wide-only">{run.spent === null ? '–' : formatShort(run.spent.calls)}</td>
              <td className="right number wide-only">
                {run.spent === null ? '–' : formatShort(run.spent.completionTokens)}
              </td>
              <td className="right dim">{formatAgo(run.createdAt, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

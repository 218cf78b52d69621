import type { SearchInfo } from '@espalier/protocol'
import { formatAgo, formatCount, formatDuration, formatShort, formatValue } from '../parts/format.ts'
import { Link } from '../parts/link.tsx'
import { StatusLabel } from '../parts/status-label.tsx'
import { useNow } from '../parts/use-now.ts'
import { pathOf, type Home } from '../url/place.ts'

interface SearchTableProps {
  readonly home: Home
  readonly searches: readonly SearchInfo[]
}

export function SearchTable({ home, searches }: SearchTableProps) {
  const now = useNow()
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Table of searches">
      <table className="list-table link-rows search-table">
        <thead>
          <tr>
            <th scope="col">Problem</th>
            <th scope="col">Status</th>
            <th scope="col">Best answer</th>
            <th scope="col" className="right">
              Value
            </th>
            <th scope="col" className="right">
              Trials
            </th>
            <th scope="col" className="right wide-only">
              Nodes
            </th>
            <th scope="col" className="right wide-only">
              Tokens
            </th>
            <th scope="col" className="right wide-only">
              Time
            </th>
            <th scope="col" className="right">
              Started
            </th>
          </tr>
        </thead>
        <tbody>
          {searches.map((search) => (
            <tr key={search.id}>
              <th scope="row">
                <Link to={pathOf({ screen: 'search', home, id: search.id })}>
                  <span className="search-label cut number">{search.label}</span>
                  <span className="search-sub dim cut">
                    {search.spec.algorithm.name} · {search.spec.model}
                    {search.imported ? ' · from a file' : ''}
                  </span>
                </Link>
              </th>
              <td>
                <StatusLabel search={search} />
              </td>
              <td className="answer-cell">
                <span className="mono cut">{search.answer ?? '–'}</span>
              </td>
              <td className="right number">{formatValue(search.value)}</td>
              <td className="right number">
                {formatCount(search.trials)}
                {search.budget.trials === undefined ? null : (
                  <span className="dim"> / {formatShort(search.budget.trials)}</span>
                )}
              </td>
              <td className="right number wide-only">{formatShort(search.nodes)}</td>
              <td className="right number wide-only">{formatShort(search.usage.completionTokens)}</td>
              <td className="right number wide-only">{formatDuration(search.elapsedMs)}</td>
              <td className="right dim">{formatAgo(Date.parse(search.createdAt), now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

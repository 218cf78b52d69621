import type { SearchInfo } from '@espalier/protocol'
import { formatCount } from '../parts/format.ts'
import { Link } from '../parts/link.tsx'
import { pathOf, type Home } from '../url/place.ts'

/** The search that this one goes on from, and where it left it. */
export function ForkedFrom({ home, from }: { readonly home: Home; readonly from: SearchInfo['forkedFrom'] }) {
  if (from === null) return null
  return (
    <span className="forked-from dim">
      forked from{' '}
      <Link to={`${pathOf({ screen: 'search', home, id: from.id })}?seq=${from.at - 1}`}>
        another search at event {formatCount(from.at)}
      </Link>
    </span>
  )
}

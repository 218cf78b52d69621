import { useCallback, useState } from 'react'
import { isClientError } from '@espalier/client'
import type { Json } from '@espalier/core'
import { chooseFile } from '../app/choose-file.ts'
import { errorText } from '../app/error-text.ts'
import { useHomes } from '../homes/homes-context.ts'
import { ModelNotice } from '../homes/model-notice.tsx'
import { Button } from '../parts/button.tsx'
import { Link } from '../parts/link.tsx'
import { Notice } from '../parts/notice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import { Examples } from './examples.tsx'
import { SearchTable } from './search-table.tsx'
import './searches.css'

/** Running searches move; nothing else does. */
const RELOAD_MS = 2_000
const PAGE_SIZE = 50

export function SearchesScreen({ home }: { readonly home: Home }) {
  const homes = useHomes()
  const [limit, setLimit] = useState(PAGE_SIZE)
  const load = useCallback(() => homes.transport(home).list({ limit }), [homes, home, limit])
  const { value: page, error, loading, reload } = useLoaded(load, RELOAD_MS)
  const loadCatalog = useCallback(() => homes.catalog(home), [homes, home])
  const catalog = useLoaded(loadCatalog)
  const [starting, setStarting] = useState<string | null>(null)

  const start = (task: string, problem: Json): void => {
    void (async () => {
      try {
        const { id } = await homes.transport(home).create({ task, problem })
        navigate(pathOf({ screen: 'search', home, id }))
      } catch (failure) {
        setStarting(errorText(failure))
      }
    })()
  }
  const isEmpty = page !== null && page.searches.length === 0

  return (
    <div className="searches">
      <div className="screen-head">
        <h1>Searches</h1>
        <Link className="button" to={pathOf({ screen: 'refinements', home })}>
          Self-play
        </Link>
        <Button icon="upload" onClick={chooseFile}>
          Open a file
        </Button>
        <Link className="button main" to={pathOf({ screen: 'compose', home })}>
          New search
        </Link>
      </div>
      <ModelNotice home={home} />
      {error === null ? null : (
        <Notice
          tone="error"
          title={
            isClientError(error) && error.code === 'unreachable'
              ? 'The server does not answer'
              : 'The list could not be loaded'
          }
          actions={
            <>
              <Button icon="again" onClick={reload}>
                Try again
              </Button>
              {home === 'server' ? <Button onClick={() => navigate('/page')}>Search in this page</Button> : null}
            </>
          }
        >
          {page === null ? errorText(error) : 'What is shown is from before. It is asked again every two seconds.'}
        </Notice>
      )}
      {starting === null ? null : (
        <Notice
          tone="error"
          title="The search was not started"
          actions={<Button onClick={() => setStarting(null)}>Close</Button>}
        >
          {starting}
        </Notice>
      )}
      {page === null && loading ? <ListSkeleton /> : null}
      {isEmpty ? (
        <Examples home={home} tasks={catalog.value?.tasks ?? []} models={catalog.value?.models ?? []} onStart={start} />
      ) : null}
      {page === null || isEmpty ? null : <SearchTable home={home} searches={page.searches} />}
      {page === null || page.nextCursor === null || isEmpty ? null : (
        <Button className="more" onClick={() => setLimit((n) => Math.min(200, n + PAGE_SIZE))} disabled={limit >= 200}>
          {limit >= 200 ? 'The newest 200 are shown' : 'Show older searches'}
        </Button>
      )}
    </div>
  )
}

function ListSkeleton() {
  return (
    <div className="list-skeleton" role="status">
      <span className="unseen">Loading the searches</span>
      {Array.from({ length: 6 }, (_, i) => (
        <div key={i} className="skeleton" />
      ))}
    </div>
  )
}

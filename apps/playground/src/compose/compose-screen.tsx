import { useCallback } from 'react'
import { errorText } from '../app/error-text.ts'
import { useHomes } from '../homes/homes-context.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { navigate, useQuery } from '../url/navigation.ts'
import type { Home } from '../url/place.ts'
import { Composer } from './composer.tsx'
import { EMPTY_DRAFT, draftOf, problemTexts, type Draft } from './draft.ts'
import './compose.css'

/** The composer, once it is known what there is to compose from. `?like=ID` begins with the spec of a search. */
export function ComposeScreen({ home }: { readonly home: Home }) {
  const homes = useHomes()
  const like = new URLSearchParams(useQuery()).get('like')
  const load = useCallback(async () => {
    const catalog = await homes.catalog(home)
    const task = catalog.tasks[0]
    if (task === undefined) throw new Error('There is no task here that a search could work at.')
    const first: Draft = {
      ...EMPTY_DRAFT,
      task: task.name,
      problem: problemTexts(task.examples[0] ?? null, task.problem),
    }
    if (like === null) return { catalog, draft: first }
    const { spec } = await homes.transport(home).get(like)
    const known = catalog.tasks.find(({ name }) => name === spec.task)
    return { catalog, draft: known === undefined ? first : draftOf(spec, known.problem) }
  }, [homes, home, like])
  const { value, error, loading, reload } = useLoaded(load)

  if (value !== null) return <Composer key={like} home={home} catalog={value.catalog} initial={value.draft} />
  if (loading) {
    return (
      <div className="compose" role="status">
        <span className="unseen">Loading what searches are made of</span>
        <div className="skeleton compose-skeleton" />
        <div className="skeleton compose-skeleton" />
      </div>
    )
  }
  return (
    <EmptyState
      isScreen
      icon="plug"
      title="What searches are made of could not be loaded"
      actions={
        <>
          <Button icon="again" onClick={reload}>
            Try again
          </Button>
          {home === 'server' ? <Button onClick={() => navigate('/page/new')}>Search in this page</Button> : null}
        </>
      }
    >
      {errorText(error)}
    </EmptyState>
  )
}

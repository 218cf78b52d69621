import { chooseFile } from '../app/choose-file.ts'
import { useServerState } from '../homes/homes-context.ts'
import { openedLineages } from '../lineage/opened-lineages.ts'
import { Button } from '../parts/button.tsx'
import { plural } from '../parts/format.ts'
import { Link } from '../parts/link.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { pathOf } from '../url/place.ts'
import { ShareText } from './share-text.tsx'

/** Lineages that were opened from files, as long as the page is. */
export function OpenedRuns() {
  const server = useServerState()
  const opened = openedLineages()
  if (opened.length === 0)
    return (
      <EmptyState
        icon="upload"
        title="No lineage is open"
        actions={
          <Button kind="main" onClick={chooseFile}>
            Open a file
          </Button>
        }
      >
        {server.type === 'absent' ? 'No server answers at this address, and this page plays no runs itself. ' : ''}
        Open the file that <code>espalier self-play lineage RUN</code> writes, or drop it anywhere. It stays in this
        page and is sent nowhere.
      </EmptyState>
    )
  return (
    <ul className="opened-runs">
      {opened.map(([id, { name, prompts, rounds }]) => (
        <li key={id}>
          <Link to={pathOf({ screen: 'lineage', home: 'page', id })}>
            <span className="search-label cut">{name}</span>
            <span className="search-sub dim">
              {plural(prompts.length, 'prompt')} · {plural(rounds.length, 'round')} · from a file
            </span>
          </Link>
          <ShareText share={rounds.at(-1)?.solved ?? null} />
        </li>
      ))}
    </ul>
  )
}

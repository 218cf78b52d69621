import { useState } from 'react'
import type { NodeId } from '@espalier/core'
import { Button } from '../parts/button.tsx'
import { formatCount } from '../parts/format.ts'
import { steerText } from '../steering/steer-text.ts'
import { useSession, useShown } from '../workspace/session-context.ts'

const PAGE = 40

/** The events about this node as the log has them, newest first. A click on a number goes there. */
export function EventsTab({ node }: { readonly node: NodeId }) {
  const { store } = useShown()
  const { nodeEvents } = useSession()
  const [pages, setPages] = useState(1)
  const events = nodeEvents.of(node, store.shownSeq)
  const shown = events.slice(-PAGE * pages).reverse()
  return (
    <div className="events">
      <ol aria-label="Events about this node">
        {shown.map((event) => (
          <li key={event.seq}>
            <button
              type="button"
              className="event-seq number"
              title="Go to this place in the log"
              onClick={() => store.seek(event.seq)}
            >
              {formatCount(event.seq)}
            </button>
            <div>
              {event.type === 'steer' ? <p className="event-words">{steerText(event)}</p> : null}
              <pre tabIndex={-1}>{JSON.stringify({ ...event, seq: undefined }, null, 1)}</pre>
            </div>
          </li>
        ))}
      </ol>
      {shown.length < events.length ? (
        <Button onClick={() => setPages(pages + 1)}>
          Show older events ({formatCount(events.length - shown.length)})
        </Button>
      ) : null}
    </div>
  )
}

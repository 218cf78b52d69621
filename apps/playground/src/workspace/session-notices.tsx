import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { formatCount } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import type { Home } from '../url/place.ts'
import { isCutOff } from './connection.ts'
import { useSession, useSessionState } from './session-context.ts'

interface SessionNoticesProps {
  readonly home: Home
  /** What the link asked for and could not have. */
  readonly viewNotices: readonly string[]
  readonly exportFailure: string | null
  readonly onForgetExport: () => void
}

/** Everything that stands between somebody and the search: what, why, what now. */
export function SessionNotices({ home, viewNotices, exportFailure, onForgetExport }: SessionNoticesProps) {
  const session = useSession()
  const state = useSessionState()
  const { info, stream, streamFailure, refused } = state
  const { lastSeq } = session.store
  const where = home === 'server' ? 'The server' : 'The worker of this page'
  return (
    <div className="notices">
      {info?.status === 'failed' ? (
        <Notice tone="error" title={`The search failed: ${info.failure?.message ?? 'no reason was given'}`}>
          What it found before is here{info.failure === null ? '' : ` (${info.failure.code})`}. “Again” composes one
          like it.
        </Notice>
      ) : null}
      {streamFailure !== null ? (
        <Notice
          tone="error"
          title="The events cannot be read any further"
          actions={
            <Button icon="again" onClick={session.retry}>
              Try again
            </Button>
          }
        >
          {errorText(streamFailure)} What came before, up to event {formatCount(Math.max(0, lastSeq))}, is shown.
        </Notice>
      ) : isCutOff(state) ? (
        <Notice tone="warn" title={`${where} does not answer`}>
          {stream.type === 'reconnecting'
            ? `Try ${formatCount(stream.attempt)} follows at once; it goes on from event ${formatCount(lastSeq + 1)}.`
            : 'It is asked again every second.'}{' '}
          What came before can be read and replayed.
        </Notice>
      ) : null}
      {refused === null ? null : (
        <Notice tone="error" title="That was refused" actions={<Button onClick={session.forgetRefusal}>Close</Button>}>
          {errorText(refused)}
        </Notice>
      )}
      {exportFailure === null ? null : (
        <Notice
          tone="error"
          title="The search was not exported"
          actions={<Button onClick={onForgetExport}>Close</Button>}
        >
          {exportFailure}
        </Notice>
      )}
      {viewNotices.map((text) => (
        <Notice key={text} tone="info" title={text} />
      ))}
    </div>
  )
}

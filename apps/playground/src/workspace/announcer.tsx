import { useEffect, useState } from 'react'
import { formatCount, formatValue } from '../parts/format.ts'
import { useKeyLabel } from '../commands/registry.ts'
import { statusName } from '../parts/status-label.tsx'
import { useSession, useSessionState } from './session-context.ts'
import { UNDO_MS } from './undoable-cancel.ts'

const EVERY_MS = 5_000

/** Tells screen readers how the search goes, at most every five seconds, and when its status changes. */
export function Announcer() {
  const { store } = useSession()
  const { info, cancelling } = useSessionState()
  const undoKey = useKeyLabel('undo-cancel')
  const [text, setText] = useState('')
  const status = info?.status
  useEffect(() => {
    if (status === undefined || cancelling === 'sent') return
    if (cancelling === 'undoable') {
      const how = undoKey === undefined ? 'Undo' : `Undo, or the key ${undoKey},`
      setText(`Cancelling. The search is held back and ends in ${UNDO_MS / 1000} seconds; ${how} lets it go on.`)
      return
    }
    const say = (): void => {
      const { asked, answer } = store.fold
      setText(
        `${statusName(status)}. ${formatCount(asked)} trials. ${answer === null ? 'No answer yet.' : `Best answer ${formatValue(answer.value)}.`}`,
      )
    }
    say()
    if (status !== 'running') return
    const timer = setInterval(say, EVERY_MS)
    return () => clearInterval(timer)
  }, [status, store, cancelling, undoKey])
  return (
    <p className="unseen" role="status" aria-live="polite">
      {text}
    </p>
  )
}

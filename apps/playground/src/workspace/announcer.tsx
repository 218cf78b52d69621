import { useEffect, useState } from 'react'
import { formatCount, formatValue } from '../parts/format.ts'
import { statusName } from '../parts/status-label.tsx'
import { useSession, useSessionState } from './session-context.ts'

const EVERY_MS = 5_000

/** Tells screen readers how the search goes, at most every five seconds, and when its status changes. */
export function Announcer() {
  const { store } = useSession()
  const { info } = useSessionState()
  const [text, setText] = useState('')
  const status = info?.status
  useEffect(() => {
    if (status === undefined) return
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
  }, [status, store])
  return (
    <p className="unseen" role="status" aria-live="polite">
      {text}
    </p>
  )
}

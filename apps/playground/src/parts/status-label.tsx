import type { StopReason } from '@espalier/core'
import type { SearchInfo, SearchStatus } from '@espalier/protocol'

const REASONS: Readonly<Record<StopReason, string>> = {
  trials: 'all trials used',
  nodes: 'node limit reached',
  tokens: 'token limit reached',
  cost: 'money limit reached',
  time: 'time is up',
  value: 'answer good enough',
  proven: 'value proven',
  settled: 'leader settled',
  answers: 'enough answers',
  failures: 'too many failures',
  exhausted: 'nothing left to try',
  aborted: 'cancelled',
}

const NAMES: Readonly<Record<SearchStatus, string>> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
}

export const statusName = (status: SearchStatus): string => NAMES[status]

interface StatusLabelProps {
  readonly search: Pick<SearchInfo, 'status' | 'reason'>
  readonly withReason?: boolean
  /** It is about to be ended. */
  readonly isCancelling?: boolean
}

export function StatusLabel({ search, withReason = false, isCancelling = false }: StatusLabelProps) {
  const { status, reason } = search
  if (isCancelling) return <span className="status cancelling">Cancelling</span>
  const isCancelled = reason === 'aborted'
  return (
    <span className={`status ${isCancelled ? 'cancelled' : status}`}>
      {isCancelled ? 'Cancelled' : NAMES[status]}
      {withReason && reason !== null && !isCancelled ? <span className="dim">· {REASONS[reason]}</span> : null}
    </span>
  )
}

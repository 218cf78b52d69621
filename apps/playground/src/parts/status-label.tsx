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

export function StatusLabel({
  search,
  withReason = false,
}: {
  readonly search: Pick<SearchInfo, 'status' | 'reason'>
  readonly withReason?: boolean
}) {
  const { status, reason } = search
  const isCancelled = reason === 'aborted'
  return (
    <span className={`status ${isCancelled ? 'cancelled' : status}`}>
      {isCancelled ? 'Cancelled' : NAMES[status]}
      {withReason && reason !== null && !isCancelled ? <span className="dim">· {REASONS[reason]}</span> : null}
    </span>
  )
}

import type { RefinementInfo } from '@espalier/protocol'

const NAMES: Readonly<Record<RefinementInfo['status'], string>> = {
  running: 'Running',
  done: 'Finished',
  budget: 'Budget spent',
  aborted: 'Cancelled',
  failed: 'Failed',
}

const LOOKS: Readonly<Record<RefinementInfo['status'], string>> = {
  running: 'running',
  done: 'finished',
  budget: 'budget',
  aborted: 'cancelled',
  failed: 'failed',
}

export function RunStatus({ status }: Pick<RefinementInfo, 'status'>) {
  return <span className={`status ${LOOKS[status]}`}>{NAMES[status]}</span>
}

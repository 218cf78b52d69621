import type { SessionState } from './session.ts'

/** Whether the search has ended, whatever the reason. */
export function isOver({ info }: Pick<SessionState, 'info'>): boolean {
  return info?.status === 'finished' || info?.status === 'failed'
}

/** Whether wherever the search runs does not answer: what is shown stays, orders would not arrive. */
export function isCutOff(state: Pick<SessionState, 'info' | 'stream' | 'infoFailure'>): boolean {
  return state.stream.type === 'reconnecting' || (state.infoFailure !== null && !isOver(state))
}

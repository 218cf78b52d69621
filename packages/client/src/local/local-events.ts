import type { Envelope } from '@espalier/core'
import { ClientError } from '../transport/client-error.ts'
import type { EventsOptions } from '../transport/search-transport.ts'
import type { EventLog } from './event-log.ts'

/** Events in a batch at most. */
const BATCH = 512

/**
 * The events of a log in memory, those to come included. A batch holds whatever came since the last, because each is waited for through
 * `breathe`: one delivery a turn of the event loop, not one an event.
 */
export async function* localEvents(
  log: EventLog,
  { after, signal, onState }: EventsOptions,
  breathe: () => Promise<void>,
): AsyncGenerator<readonly Envelope[], void, void> {
  let next = (after ?? -1) + 1
  if (!(Number.isSafeInteger(next) && next >= 0 && next <= log.envelopes.length)) {
    const had = log.envelopes.length
    throw new ClientError('invalid-request', `after: got ${after}, the search has ${had} events`)
  }
  onState?.({ type: 'connecting' })
  try {
    onState?.({ type: 'connected' })
    while (signal?.aborted !== true) {
      if (next < log.envelopes.length) {
        const batch = log.envelopes.slice(next, next + BATCH)
        next += batch.length
        yield batch
      } else if (log.closed) return
      else {
        await log.changed(signal)
        await breathe()
      }
    }
  } finally {
    onState?.({ type: 'ended' })
  }
}

import type { Envelope, SearchEvent, SearchResult } from '@espalier/core'

export interface ReadLog<State> {
  readonly events: readonly SearchEvent[]
  readonly envelopes: readonly Envelope[]
  readonly result: SearchResult<State>
}

/** Reads a stream to its end. */
export async function logOf<State>(
  stream: AsyncGenerator<Envelope, SearchResult<State>, void>,
): Promise<ReadLog<State>> {
  const envelopes: Envelope[] = []
  for (;;) {
    const next = await stream.next()
    if (next.done === true)
      return { events: envelopes.map((envelope) => envelope.event), envelopes, result: next.value }
    envelopes.push(next.value)
  }
}

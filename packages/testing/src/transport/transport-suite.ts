import type { ClientErrorCode, SearchTransport } from '@espalier/client'
import { foldEvents, type Envelope, type Fold } from '@espalier/core'
import type { SearchInfo, SearchRequest } from '@espalier/protocol'
import { expect } from 'vitest'

export interface OpenTransport {
  readonly transport: SearchTransport
  close(): Promise<void>
}

export interface TransportSuiteOptions {
  /** A transport in a world of its own, without a search. */
  readonly open: () => Promise<OpenTransport>
  /** A request whose search ends by itself within a few hundred trials, with an answer. */
  readonly short: SearchRequest
  /** A request whose search over vectors ends by itself within some hundred trials. */
  readonly thoughts: SearchRequest
  /** A request whose search ends by itself, and whose evaluator tells what values rest on. */
  readonly judged: SearchRequest
  /** A request whose search does not end before somebody ends it. */
  readonly endless: SearchRequest
}

/** Runs `body` with a transport of its own. */
export async function withTransport(
  { open }: TransportSuiteOptions,
  body: (transport: SearchTransport) => Promise<void>,
): Promise<void> {
  const { transport, close } = await open()
  try {
    await body(transport)
  } finally {
    await close()
  }
}

/** All events from `after` on, as they come. */
export async function eventsFrom(transport: SearchTransport, id: string, after?: number): Promise<Envelope[]> {
  const all: Envelope[] = []
  for await (const batch of transport.events(id, after === undefined ? {} : { after })) all.push(...batch)
  return all
}

/** Events from `after` on until there are at least `least`, of a search that may still run. */
export async function someEvents(
  transport: SearchTransport,
  id: string,
  least: number,
  after?: number,
): Promise<Envelope[]> {
  const some: Envelope[] = []
  for await (const batch of transport.events(id, after === undefined ? {} : { after })) {
    some.push(...batch)
    if (some.length >= least) break
  }
  return some
}

/** A search that has ended. */
export async function ended(transport: SearchTransport, request: SearchRequest): Promise<SearchInfo> {
  const { id } = await transport.create(request)
  await eventsFrom(transport, id)
  return transport.get(id)
}

/** The fold of a log; it is sound or this throws. */
export const foldOf = (log: readonly Envelope[]): Fold => foldEvents(log.map(({ event }) => event))

/** That events are whole: each once, in order, the first one `from`. */
export function expectInARow(log: readonly Envelope[], from: number): void {
  expect(log.map(({ event }) => event.seq)).toEqual(log.map((_, i) => from + i))
}

/** That something is refused with a code, and the status that goes with it. */
export async function expectRefusal(work: Promise<unknown>, code: ClientErrorCode, status: number): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'ClientError', code, status })
}

import type { Envelope } from '@espalier/core'
import { encodeBatch } from '@espalier/protocol'
import { ClientError, isClientError } from '../transport/client-error.ts'
import { messageOf } from '../transport/message-of.ts'
import type { SearchTransport, UnprovenSearch } from '../transport/search-transport.ts'
import { createController, type Controller } from '../transport/world.ts'
import { CALLS, errorMessage, isOurs, type Answer, type Call, type Question } from './messages.ts'
import { dataOf, type Port } from './port.ts'

/** A stream that the other side reads. */
interface OpenStream {
  readonly controller: Controller
  readonly events: AsyncGenerator<readonly Envelope[], void, void>
}

/** Answers whatever is asked over `port` from `transport`; the function that it gives ends that, open streams included. */
export function serveTransport(transport: SearchTransport, port: Port): () => void {
  const streams = new Map<number, OpenStream>()
  const answer = (message: Answer): void => port.postMessage(message)
  const fail = (id: number, thrown: unknown): void =>
    answer({ espalier: 'error', id, error: errorMessage(asClientError(thrown)) })

  async function call(id: number, method: Call, args: readonly unknown[]): Promise<void> {
    try {
      if (!CALLS.includes(method)) throw new ClientError('invalid-request', `there is no method ${method as string}`)
      const ask = transport[method] as (...args: readonly unknown[]) => Promise<unknown>
      answer({ espalier: 'value', id, value: await ask(...args) })
    } catch (error) {
      fail(id, error)
    }
  }

  async function importFile(id: number, file: Uint8Array, tells: boolean): Promise<void> {
    const onRead = (search: UnprovenSearch): void => answer({ espalier: 'read', id, search })
    try {
      answer({ espalier: 'value', id, value: await transport.importSearch(file, tells ? { onRead } : {}) })
    } catch (error) {
      fail(id, error)
    }
  }

  function open(id: number, search: string, after: number | null): void {
    const controller = createController()
    const events = transport.events(search, {
      ...(after === null ? {} : { after }),
      signal: controller.signal,
      onState: (state) => {
        // The end is told by the stream itself, behind its last event.
        if (state.type !== 'ended') answer({ espalier: 'state', id, state })
      },
    })
    streams.set(id, { controller, events })
  }

  async function more(id: number, { events }: OpenStream): Promise<void> {
    try {
      const next = await events.next()
      if (!streams.has(id)) return
      if (next.done !== true) return answer({ espalier: 'events', id, batch: encodeBatch(next.value) })
      streams.delete(id)
      answer({ espalier: 'end', id })
    } catch (error) {
      if (streams.delete(id)) fail(id, error)
    }
  }

  function leave(id: number, { controller, events }: OpenStream): void {
    streams.delete(id)
    controller.abort()
    void events.return().catch(() => {})
  }

  function onMessage(event: unknown): void {
    const data = dataOf(event)
    if (!isOurs(data)) return
    const question = data as Question
    const { id } = question
    if (question.espalier === 'call') return void call(id, question.method, question.args)
    if (question.espalier === 'import') return void importFile(id, question.file, question.tells)
    if (question.espalier === 'open') return open(id, question.search, question.after)
    const stream = streams.get(id)
    if (stream === undefined) return
    if (question.espalier === 'more') void more(id, stream)
    else leave(id, stream)
  }

  port.addEventListener('message', onMessage)
  port.start?.()
  return () => {
    port.removeEventListener('message', onMessage)
    for (const [id, stream] of streams) leave(id, stream)
  }
}

function asClientError(thrown: unknown): ClientError {
  return isClientError(thrown) ? thrown : new ClientError('internal', messageOf(thrown), { cause: thrown })
}

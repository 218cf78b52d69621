import type { Envelope } from '@espalier/core'
import { decodeBatch, type SearchInfo } from '@espalier/protocol'
import { ClientError } from '../transport/client-error.ts'
import type { EventsOptions, SearchTransport, UnprovenSearch } from '../transport/search-transport.ts'
import { whenAborted } from '../transport/world.ts'
import { CALLS, errorOfMessage, isOurs, type Answer, type Call, type Question } from './messages.ts'
import { dataOf, type Port } from './port.ts'

/** Searches behind a port: in a worker, mostly. */
export interface PortTransport extends SearchTransport {
  /** Lets go of the port: whatever is under way rejects as `unreachable`. For when the other side is gone, too. */
  close(): void
}

/** The transport that `serveTransport` offers at the other end of `port`. */
export function portTransport(port: Port): PortTransport {
  const listeners = new Map<number, (answer: Answer) => void>()
  let lastId = 0
  let closed = false

  const ask = (question: Question): void => port.postMessage(question)

  function onMessage(event: unknown): void {
    const data = dataOf(event)
    if (isOurs(data)) listeners.get(data.id)?.(data as Answer)
  }

  function call(questionOf: (id: number) => Question, onRead?: (search: UnprovenSearch) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(goneError())
      const id = ++lastId
      listeners.set(id, (answer) => {
        if (answer.espalier === 'read') return onRead?.(answer.search)
        listeners.delete(id)
        if (answer.espalier === 'value') resolve(answer.value)
        else reject(answer.espalier === 'error' ? errorOfMessage(answer.error) : goneError())
      })
      ask(questionOf(id))
    })
  }

  async function* events(
    search: string,
    { after, signal, onState }: EventsOptions = {},
  ): AsyncGenerator<readonly Envelope[], void, void> {
    if (closed) throw goneError()
    const id = ++lastId
    let deliver = (_answer: Answer | null): void => {}
    listeners.set(id, (answer) => {
      if (answer.espalier === 'state') onState?.(answer.state)
      else deliver(answer)
    })
    const unhook = whenAborted(signal, () => deliver(null))
    let left = true
    try {
      ask({ espalier: 'open', id, search, after: after ?? null })
      while (signal?.aborted !== true) {
        if (closed) throw goneError()
        const next = new Promise<Answer | null>((resolve) => (deliver = resolve))
        ask({ espalier: 'more', id })
        const answer = await next
        if (answer === null || answer.espalier === 'end') {
          left = answer === null
          return
        }
        if (answer.espalier !== 'events') {
          left = false
          throw answer.espalier === 'error' ? errorOfMessage(answer.error) : goneError()
        }
        yield decodeBatch(answer.batch)
      }
    } finally {
      unhook()
      listeners.delete(id)
      if (left && !closed) ask({ espalier: 'leave', id })
      onState?.({ type: 'ended' })
    }
  }

  port.addEventListener('message', onMessage)
  port.start?.()
  const calls = Object.fromEntries(
    CALLS.map((method) => [
      method,
      (...args: readonly unknown[]) => call((id) => ({ espalier: 'call', id, method, args })),
    ]),
  ) as unknown as Pick<SearchTransport, Call>
  return {
    ...calls,
    importSearch: (file, { onRead } = {}) =>
      call((id) => ({ espalier: 'import', id, file, tells: onRead !== undefined }), onRead) as Promise<SearchInfo>,
    events,
    close: () => {
      if (closed) return
      closed = true
      port.removeEventListener('message', onMessage)
      const error = {
        code: 'unreachable',
        message: GONE,
        status: null,
        problem: null,
        retryable: true,
        retryAfterMs: null,
      } as const
      for (const [id, listen] of listeners) listen({ espalier: 'error', id, error })
      listeners.clear()
    },
  }
}

const GONE = 'the other side of the port is gone'
const goneError = (): ClientError => new ClientError('unreachable', GONE)

import type { Envelope } from '@espalier/core'
import { SSE_HEARTBEAT, SSE_OPENING, SSE_SHUTDOWN, encodeEvents } from '@espalier/protocol'
import { ClientError } from '../src/transport/client-error.ts'
import type { BodyReader } from '../src/http/fetch.ts'

/** What becomes of one connection. `byte`: where in what it would send, modulo its length. */
export type Fate =
  | { readonly type: 'refused'; readonly code: 'unreachable' | 'overloaded' | 'stopping' }
  | { readonly type: 'ends' | 'breaks' | 'hangs'; readonly byte: number }
  | { readonly type: 'shutdown'; readonly messages: number }
  | { readonly type: 'repeats'; readonly events: number }
  | { readonly type: 'skips'; readonly events: number }
  | { readonly type: 'garbled'; readonly byte: number }

export interface FlakyServer {
  readonly open: (after: number | null) => Promise<BodyReader | null>
  /** Readers that were opened and neither ended nor let go. */
  readonly openReaders: number
  readonly connections: number
}

function firstOf(from: number, fate: Fate | undefined): number {
  if (fate?.type === 'repeats') return Math.max(0, from - fate.events)
  return fate?.type === 'skips' ? from + fate.events : from
}

/**
 * A server that keeps the contract of the event stream over connections that do not: each meets its fate, and those behind the last fate
 * are sound. `batch`: events in a message; `piece`: bytes that come at once.
 */
export function flakyServer(
  log: readonly Envelope[],
  fates: readonly Fate[],
  { batch, piece }: { readonly batch: number; readonly piece: number },
): FlakyServer {
  let connections = 0
  const openReaders = new Set<BodyReader>()

  function reader(bytes: Uint8Array, end: 'ends' | 'breaks' | 'hangs'): BodyReader {
    let at = 0
    let letGo = (): void => {}
    const self: BodyReader = {
      read: async () => {
        if (at < bytes.length) {
          const value = bytes.slice(at, at + piece)
          at += piece
          return { done: false, value }
        }
        if (end === 'hangs') await new Promise<void>((resolve) => (letGo = resolve))
        openReaders.delete(self)
        if (end === 'breaks') throw new Error('connection reset')
        return { done: true }
      },
      cancel: () => {
        openReaders.delete(self)
        letGo()
        return Promise.resolve()
      },
    }
    openReaders.add(self)
    return self
  }

  function messages(from: number): string[] {
    const found: string[] = []
    for (let at = from; at < log.length; at += batch) found.push(encodeEvents(log.slice(at, at + batch)))
    return found
  }

  return {
    get openReaders() {
      return openReaders.size
    },
    get connections() {
      return connections
    },
    open: (after) => {
      const fate = fates[connections++]
      const from = (after ?? -1) + 1
      if (fate?.type === 'refused') return Promise.reject(new ClientError(fate.code, 'not now'))
      if (from === log.length) return Promise.resolve(null)
      const first = firstOf(from, fate)
      const shown = fate?.type === 'shutdown' ? messages(first).slice(0, fate.messages) : messages(first)
      const tail = fate?.type === 'shutdown' ? SSE_SHUTDOWN : ''
      const text = SSE_OPENING + shown.map((message) => SSE_HEARTBEAT + message).join('') + tail
      const bytes = new TextEncoder().encode(text)
      if (fate === undefined || fate.type === 'repeats' || fate.type === 'skips' || fate.type === 'shutdown') {
        return Promise.resolve(reader(bytes, 'ends'))
      }
      const cut = fate.byte % bytes.length
      if (fate.type !== 'garbled') return Promise.resolve(reader(bytes.slice(0, cut), fate.type))
      const nonsense = new TextEncoder().encode('\n\nid: 5\ndata: [nonsense\n\n')
      return Promise.resolve(reader(Uint8Array.from([...bytes.slice(0, cut), ...nonsense]), 'ends'))
    },
  }
}

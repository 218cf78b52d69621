import { Agent, fetch } from 'undici'
import { byteLimit } from './read-bytes.ts'
import { guardedConnect, type LookupFn } from './guarded-connect.ts'

export interface GuardedFetchOptions {
  /** Default false. */
  readonly allowPrivateAddresses?: boolean
  /** Bytes of a reply. Default 4 MiB. */
  readonly maxReplyBytes?: number
  /** Default: the system's way. */
  readonly lookup?: LookupFn
}

/**
 * A `fetch` for libraries that take one, such as the providers of the AI SDK: it connects to public addresses only, follows no redirect,
 * and breaks off replies that are too long.
 */
export function guardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  const { allowPrivateAddresses = false, maxReplyBytes = 4 * 1024 * 1024, lookup } = options
  const dispatcher = new Agent(allowPrivateAddresses ? {} : { connect: guardedConnect(lookup) })
  return async (input, init) => {
    const reply = await fetch(input as string, { ...(init as object), dispatcher, redirect: 'manual' })
    const count = byteLimit(maxReplyBytes)
    const { status, headers, body } = reply
    const limited = body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (bytes, controller) => {
          count(bytes)
          controller.enqueue(bytes)
        },
      }),
    )
    return new Response((limited ?? null) as ReadableStream | null, { status, headers: [...headers] })
  }
}

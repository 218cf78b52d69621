import type { ModelPiece } from '@espalier/token'
import { encodeText } from '../http/encode.ts'
import type { Clock } from '../world/clock.ts'
import type { CallOutcome } from './call-outcome.ts'
import type { StreamFormat } from './formats/format.ts'
import { envelope, refusalOf } from './openai-error.ts'

/** What a call tells while it is under way. */
export interface CallSink {
  piece(piece: ModelPiece): void
  progress(text: string): void
}

export interface StreamReplyOptions {
  readonly format: StreamFormat
  readonly clock: Clock
  /** Rejects when the call fails. */
  readonly run: (sink: CallSink, signal: AbortSignal) => Promise<CallOutcome>
  /** Fires when the client has gone. */
  readonly signal: AbortSignal
  readonly headers: Readonly<Record<string, string>>
  /** Told of a failure that nobody foresaw. */
  readonly onFault: (error: unknown) => void
}

const KEEPALIVE_MS = 10_000
const KEEPALIVE = encodeText(': keepalive\n\n')
/** A call that fails within this time is answered with a status instead of a stream. */
const PATIENCE_MS = 100

/** A call as server-sent events, as they come. Rejects for a call that fails before anything was sent. */
export async function streamReply(options: StreamReplyOptions): Promise<Response> {
  const { format, clock, run, signal, headers } = options
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  const waiting: Uint8Array<ArrayBuffer>[] = []
  let isOver = false
  let hasSent = false
  let wake = (): void => {}

  function put(frames: readonly string[]): void {
    if (frames.length > 0) waiting.push(encodeText(frames.join('')))
    wake()
  }

  put(format.open())
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const sink: CallSink = {
    piece: (piece) => {
      // From here on a failure is told in the stream: a status would come too late.
      hasSent = true
      begin()
      put(format.piece(piece))
    },
    progress: (text) => put(format.progress(text)),
  }
  const work = run(sink, controller.signal).then(
    (outcome) => put(format.close(outcome)),
    (error: unknown) => {
      if (!hasSent) throw error
      const refusal = refusalOf(error)
      if (refusal === null) options.onFault(error)
      put(format.fail(envelope(refusal ?? { status: 500, message: 'the server failed', param: null, code: null })))
    },
  )
  const done = work.finally(() => {
    isOver = true
    signal.removeEventListener('abort', stop)
    wake()
  })
  const patience = new Promise<void>((resolve) => void clock.after(PATIENCE_MS, resolve))
  await Promise.race([done, begun, patience])
  hasSent = true

  async function next(): Promise<Uint8Array<ArrayBuffer> | null> {
    for (;;) {
      const bytes = waiting.shift()
      if (bytes !== undefined) return bytes
      if (isOver) return null
      const isBeat = await new Promise<boolean>((resolve) => {
        const cancel = clock.after(KEEPALIVE_MS, () => resolve(true))
        wake = () => {
          cancel()
          resolve(false)
        }
      })
      if (isBeat) return KEEPALIVE
    }
  }

  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (stream) => {
        const bytes = await next()
        if (bytes === null) stream.close()
        else stream.enqueue(bytes)
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      ...headers,
    },
  })
}

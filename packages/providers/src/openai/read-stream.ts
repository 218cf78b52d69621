import { createParser, type EventSourceMessage } from 'eventsource-parser'
import {
  ProviderError,
  type FinishReason,
  type ModelPiece,
  type ModelSample,
  type ToolCall,
  type WrittenToken,
} from '@espalier/token'
import { byteLimit, strictDecoder } from '../http/read-bytes.ts'
import { addCalls, checkReply, finishOf, tokensOf, usageOf, type WireReply } from './reply-schema.ts'

/** What a call came to, before anything is made of it. */
export interface ReadReply {
  readonly samples: readonly ModelSample[]
  readonly usage: ReturnType<typeof usageOf>
}

interface Draft {
  text: string
  tokens: WrittenToken[] | null
  finish: FinishReason | null
  readonly calls: ToolCall[]
}

/** Reads a reply that comes as server-sent events. Throws a ProviderError for one that breaks off or is none. */
export function streamReader(
  limits: {
    readonly maxBytes: number
    readonly samples: number
    /** Likeliest tokens of a place that were asked for. */
    readonly alternatives: number
    readonly redact: (text: string) => string
  },
  onPiece: (piece: ModelPiece) => void,
  errorOf: (value: unknown) => ProviderError | null,
): { readonly take: (bytes: Uint8Array) => void; end(): ReadReply } {
  const drafts: Draft[] = []
  const count = byteLimit(limits.maxBytes)
  const decode = strictDecoder()
  let usage: ReadReply['usage'] = null
  let isDone = false

  function take({ data }: EventSourceMessage): void {
    if (isDone) return
    if (data === '[DONE]') {
      isDone = true
      return
    }
    const value = parseJson(data)
    const error = errorOf(value)
    if (error !== null) throw error
    const chunk = checkReply(value)
    usage = usageOf(chunk) ?? usage
    for (const choice of chunk.choices) takeChoice(choice)
  }

  function takeChoice(choice: WireReply['choices'][number]): void {
    const sample = choice.index ?? 0
    if (sample >= limits.samples)
      throw new ProviderError('wrong-schema', `the reply has a choice ${sample}, ${limits.samples} were asked for`)
    const draft = (drafts[sample] ??= { text: '', tokens: null, finish: null, calls: [] })
    addCalls(draft.calls, choice)
    const text = limits.redact(choice.delta?.content ?? choice.text ?? '')
    const tokens = tokensOf(choice, limits.alternatives)
    if (tokens !== null) (draft.tokens ??= []).push(...tokens)
    draft.text += text
    if (typeof choice.finish_reason === 'string') draft.finish = finishOf(choice.finish_reason)
    if (text !== '') onPiece({ sample, text, tokens })
  }

  const parser = createParser({ onEvent: take })

  function end(): ReadReply {
    if (!isDone) {
      parser.feed(decode(null))
      if (drafts.length === 0 || drafts.some((draft) => draft?.finish === null))
        throw new ProviderError('truncated', 'the stream ended in the middle of the reply')
    }
    return {
      samples: Array.from(drafts, (draft) => {
        const { text, tokens, finish, calls } = draft ?? { text: '', tokens: null, finish: null, calls: [] }
        const asked = redactedCalls(calls, limits.redact)
        return { text: limits.redact(text), tokens, finish: finish ?? 'stop', ...asked }
      }),
      usage,
    }
  }

  return {
    take: (bytes) => {
      count(bytes)
      if (!isDone) parser.feed(decode(bytes))
    },
    end,
  }
}

/** The `calls` of a sample; nothing where there are none. */
export function redactedCalls(
  calls: readonly ToolCall[],
  redact: (text: string) => string,
): Pick<ModelSample, 'calls'> {
  const whole = Array.from(calls, (call) => call ?? { name: '', arguments: '' })
  return whole.length === 0
    ? {}
    : { calls: whole.map((call) => ({ name: redact(call.name), arguments: redact(call.arguments) })) }
}

/** JSON as a value. Throws `not-json`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ProviderError('not-json', `the reply is not JSON, or breaks off: ${text.length} characters`)
  }
}

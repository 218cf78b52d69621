import type { ModelPiece, WrittenToken } from '@espalier/token'
import type { CallOutcome } from '../call-outcome.ts'

/** What a reply says of itself from its first byte on. */
export interface ReplyHead {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  /** As the client called it. */
  readonly model: string
}

/** The words of one endpoint. Frames are whole server-sent messages. */
export interface ReplyFormat {
  /** Beginning of ids. */
  readonly prefix: string
  whole(head: ReplyHead, outcome: CallOutcome): object
  stream(head: ReplyHead): StreamFormat
}

/** A reply as it comes, frame by frame. */
export interface StreamFormat {
  /** At once, before anything is known. */
  open(): readonly string[]
  piece(piece: ModelPiece): readonly string[]
  /** How the search stands, for those who asked to be told. */
  progress(text: string): readonly string[]
  close(outcome: CallOutcome): readonly string[]
  /** Instead of `close`. */
  fail(error: object): readonly string[]
}

export const frame = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
export const named = (event: string, value: object): string => `event: ${event}\n${frame({ type: event, ...value })}`
export const DONE = 'data: [DONE]\n\n'

export const usageField = ({ promptTokens, completionTokens, reasoningTokens, cachedTokens }: CallOutcome) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
  completion_tokens_details: { reasoning_tokens: reasoningTokens },
})

/** OpenAI's number for what is next to impossible; JSON has none for what is. */
const LEAST = -9999

const likelyField = ({ text, logProbability }: Pick<WrittenToken, 'text' | 'logProbability'>) => ({
  token: text,
  logprob: Number.isFinite(logProbability) ? logProbability : LEAST,
  bytes: [...Buffer.from(text)],
})

/** A token as chat and responses have it. */
export const tokenField = ({ alternatives = [], ...token }: WrittenToken) => ({
  ...likelyField(token),
  top_logprobs: alternatives.map(likelyField),
})

export const finishField = (finish: 'stop' | 'length' | 'filtered'): string =>
  finish === 'filtered' ? 'content_filter' : finish

export const searchField = ({ search }: CallOutcome) => (search === null ? {} : { x_search: search })

import type { Json, Usage } from '@espalier/core'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  /** Text, or text and images in their order. Images only from the user. */
  readonly content: string | readonly ContentPart[]
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `url`: `https:`, or `data:image/png;base64,…`. `alt` is said in its place where a model takes no images. */
  | { readonly type: 'image'; readonly url: string; readonly alt: string }

/** The text of a message; an image is what stands for it in words. */
export function textOfContent(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : `[image: ${part.alt}]`)).join('')
}

/** A function that a model may ask to be called. */
export interface ToolSpec {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string
  readonly description: string
  /** JSON schema of the arguments, an object. */
  readonly parameters: Json
}

/** A call that a model asks for. Nothing has been called yet, and nothing is checked. */
export interface ToolCall {
  readonly name: string
  /** JSON as the model wrote it. */
  readonly arguments: string
}

/** What a model is to go on from: a conversation, or plain text. */
export type ModelInput =
  | { readonly type: 'chat'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'text'; readonly prompt: string }

/** One call of a language model, whoever serves it. What is absent is left to the server, unless a default is given. */
export interface ModelRequest {
  readonly input: ModelInput
  /** Tokens that each sample may have, at least 1. Never absent: it bounds what the call can cost. */
  readonly maxTokens: number
  /** Independent samples, at least 1. Default 1. */
  readonly samples?: number
  /** 0 takes the likeliest token each time. */
  readonly temperature?: number
  /** In (0, 1]. */
  readonly topP?: number
  /** Texts that end a sample; they are not in it. */
  readonly stop?: readonly string[]
  /** Whole number in [0, 2^31). The same request with the same seed should give the same reply; servers do what they can. */
  readonly seed?: number
  /** Ask for the log-probability of every token written. Default false. */
  readonly logProbabilities?: boolean
  /** With `logProbabilities`: how many of the likeliest tokens of each place to tell as well, at most 20 with most servers. Default 0. */
  readonly alternatives?: number
  /** The reply is to be JSON of this JSON schema. */
  readonly schema?: { readonly name: string; readonly schema: Json }
  /** What the model may ask to be called. Default: nothing. */
  readonly tools?: readonly ToolSpec[]
  /** Calls with the same key have long beginnings in common: a hint to servers that keep what they have read. */
  readonly cacheKey?: string
}

export interface WrittenToken {
  readonly text: string
  /** Natural logarithm. */
  readonly logProbability: number
  /** The likeliest tokens of the place, likeliest first, itself among them if it was one; absent where the server does not say. */
  readonly alternatives?: readonly { readonly text: string; readonly logProbability: number }[]
}

/** Why a sample ended: by itself or at a stop text, at `maxTokens`, or because the server would not write it. */
export type FinishReason = 'stop' | 'length' | 'filtered'

export interface ModelSample {
  readonly text: string
  readonly finish: FinishReason
  /** Null where the server does not say, or was not asked. */
  readonly tokens: readonly WrittenToken[] | null
  /** What the model asks to be called, in its order; absent where it asks for nothing. */
  readonly calls?: readonly ToolCall[]
}

export interface ModelUsage extends Usage {
  /** Tokens among `promptTokens` that the server had kept from before, where it says so. */
  readonly cachedTokens?: number
  /** The server does not count: tokens were worked out from bytes. */
  readonly isEstimate?: true
}

export interface ModelReply {
  /** As many as were asked for. */
  readonly samples: readonly ModelSample[]
  readonly usage: ModelUsage
}

/** Part of a sample, as it comes. */
export interface ModelPiece {
  /** From 0. */
  readonly sample: number
  readonly text: string
  readonly tokens: readonly WrittenToken[] | null
}

/** Natural logarithm of a sample's probability; null where its tokens are not known. */
export function logProbabilityOf({ tokens }: ModelSample): number | null {
  return tokens === null ? null : tokens.reduce((sum, { logProbability }) => sum + logProbability, 0)
}

/** A sample that ends before the first of the stop texts, for servers that do not stop there themselves. */
export function cutAt(sample: ModelSample, stop: readonly string[]): ModelSample {
  const ends = stop.map((text) => (text === '' ? -1 : sample.text.indexOf(text))).filter((at) => at >= 0)
  if (ends.length === 0) return sample
  const text = sample.text.slice(0, Math.min(...ends))
  return {
    ...sample,
    text,
    finish: 'stop',
    tokens: sample.tokens === null ? null : tokensOf(sample.tokens, text.length),
  }
}

/** The tokens that begin within the first `chars` characters. */
function tokensOf(tokens: readonly WrittenToken[], chars: number): readonly WrittenToken[] {
  const kept: WrittenToken[] = []
  for (let at = 0, i = 0; i < tokens.length && at < chars; i++) {
    kept.push(tokens[i]!)
    at += tokens[i]!.text.length
  }
  return kept
}

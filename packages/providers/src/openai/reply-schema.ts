import * as z from 'zod'
import { ProviderError, type FinishReason, type ModelUsage, type ToolCall, type WrittenToken } from '@espalier/token'

const likely = z.object({ token: z.string(), logprob: z.number() })
const chatTokens = z.object({
  content: z.array(likely.extend({ top_logprobs: z.array(likely).nullish() })).nullish(),
})
const textTokens = z.object({
  tokens: z.array(z.string()),
  token_logprobs: z.array(z.number().nullable()),
  top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish(),
})
const tokens = z.union([textTokens, chatTokens]).nullish()

const usage = z
  .object({
    prompt_tokens: z.number().min(0),
    completion_tokens: z.number().min(0),
    prompt_tokens_details: z.object({ cached_tokens: z.number().min(0).nullish() }).nullish(),
  })
  .nullish()

const toolCalls = z
  .array(
    z.object({
      index: z.number().int().min(0).max(127).nullish(),
      function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }),
    }),
  )
  .nullish()

const choice = z.object({
  index: z.number().int().min(0).nullish(),
  finish_reason: z.string().nullish(),
  logprobs: tokens,
  text: z.string().nullish(),
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish(), tool_calls: toolCalls }).nullish(),
  delta: z.object({ content: z.string().nullish(), tool_calls: toolCalls }).nullish(),
})

/** A reply, and a piece of one: chat and completions, as far as we read them. */
const reply = z.object({ choices: z.array(choice), usage })

export type WireReply = z.infer<typeof reply>
export type WireChoice = z.infer<typeof choice>

/** A reply read; throws `wrong-schema` for JSON of another kind. */
export function checkReply(value: unknown): WireReply {
  const parsed = reply.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = (issue?.path ?? []).map(String).join('.')
  throw new ProviderError(
    'wrong-schema',
    `the reply is not of the expected form: ${where || 'reply'}: ${issue?.message}`,
  )
}

/** `most`: likeliest tokens that were asked for; completions tell the written one beside them, and one in any case. */
export function tokensOf({ logprobs }: WireChoice, most: number): readonly WrittenToken[] | null {
  if (logprobs === null || logprobs === undefined) return null
  if ('tokens' in logprobs) {
    const { tokens: texts, token_logprobs: values, top_logprobs: tops } = logprobs
    return texts.map((text, i) => {
      const top = Object.entries(tops?.[i] ?? {}).map(([token, logprob]) => ({ token, logprob }))
      return written(text, values[i] ?? 0, top, most)
    })
  }
  return (
    logprobs.content?.map(({ token, logprob, top_logprobs: top }) => written(token, logprob, top ?? [], most)) ?? null
  )
}

function written(text: string, logprob: number, top: readonly z.infer<typeof likely>[], most: number): WrittenToken {
  const token = { text, logProbability: Math.min(0, logprob) }
  const sorted = top.toSorted((a, b) => b.logprob - a.logprob).slice(0, most)
  if (sorted.length === 0) return token
  return {
    ...token,
    alternatives: sorted.map((one) => ({ text: one.token, logProbability: Math.min(0, one.logprob) })),
  }
}

/** What the reply, or a piece of it, asks to be called, by place; parts of names and arguments are put together as they come. */
export function addCalls(calls: ToolCall[], { message, delta }: WireChoice): void {
  for (const [i, { index, function: part }] of (message?.tool_calls ?? delta?.tool_calls ?? []).entries()) {
    const at = index ?? i
    const known = calls[at] ?? { name: '', arguments: '' }
    calls[at] = { name: known.name + (part.name ?? ''), arguments: known.arguments + (part.arguments ?? '') }
  }
}

export function finishOf(reason: string | null | undefined): FinishReason {
  if (reason === 'length') return 'length'
  return reason === 'content_filter' ? 'filtered' : 'stop'
}

/** Null where the server does not say. */
export function usageOf({ usage: told }: WireReply): ModelUsage | null {
  if (told === null || told === undefined) return null
  const cached = told.prompt_tokens_details?.cached_tokens
  return {
    calls: 1,
    promptTokens: told.prompt_tokens,
    completionTokens: told.completion_tokens,
    ...(typeof cached === 'number' ? { cachedTokens: cached } : {}),
  }
}

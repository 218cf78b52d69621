import * as z from 'zod'
import { ProviderError, type FinishReason, type ModelUsage, type WrittenToken } from '@espalier/token'

const chatToken = z.object({ token: z.string(), logprob: z.number() })
const chatTokens = z.object({
  content: z.array(chatToken.extend({ top_logprobs: z.array(chatToken).nullish() })).nullish(),
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

const choice = z.object({
  index: z.number().int().min(0).nullish(),
  finish_reason: z.string().nullish(),
  logprobs: tokens,
  text: z.string().nullish(),
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
  delta: z.object({ content: z.string().nullish() }).nullish(),
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

export function tokensOf({ logprobs }: WireChoice): readonly WrittenToken[] | null {
  if (logprobs === null || logprobs === undefined) return null
  if ('tokens' in logprobs) {
    const { tokens: texts, token_logprobs: values, top_logprobs: top } = logprobs
    return texts.map((text, i) => written(text, values[i] ?? 0, Object.entries(top?.[i] ?? {})))
  }
  return (
    logprobs.content?.map(({ token, logprob, top_logprobs: top }) =>
      written(
        token,
        logprob,
        (top ?? []).map((one) => [one.token, one.logprob]),
      ),
    ) ?? null
  )
}

function written(text: string, log: number, top: readonly (readonly [string, number])[]): WrittenToken {
  const token = { text, logProbability: Math.min(0, log) }
  if (top.length === 0) return token
  return { ...token, alternatives: top.map(([other, value]) => ({ text: other, logProbability: Math.min(0, value) })) }
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

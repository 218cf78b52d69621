import { addUsage, NO_USAGE, portableExp } from '@espalier/core'
import type { ChatMessage, WrittenToken } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { charged, EvaluationError } from './evaluation-error.ts'
import type { StepScorer } from './process-reward.ts'

export interface TokenRewardOptions {
  /** Any model that gives log-probabilities. */
  readonly provider: Provider
  /** What it writes behind a good step. Default `+`. */
  readonly good?: string
  /** And behind a bad one. Default `-`. */
  readonly bad?: string
  /** Likeliest tokens asked for. Default 20, what OpenAI's interface gives at most. */
  readonly alternatives?: number
}

/**
 * A process reward model that answers each step with one word, over any OpenAI-compatible chat: the score of a step is P(good) / (P(good) + P(bad)) of the
 * first token (Dong 2024, arXiv 2405.07863: a turn a step, `+` behind good ones). One call for each step; a word that is not among the likeliest has
 * probability 0, and if neither is, the call fails with `no-log-probabilities`.
 */
export function tokenReward({ provider, good = '+', bad = '-', alternatives = 20 }: TokenRewardOptions): StepScorer {
  return {
    name: provider.name,
    async score({ question, steps }, { signal }) {
      const turns = steps.map((step, i): ChatMessage => ({
        role: 'user',
        content: i === 0 ? `${question} ${step}` : step,
      }))
      const settled = await Promise.allSettled(
        turns.map((turn, i) => {
          const before = turns
            .slice(0, i)
            .flatMap((one): readonly ChatMessage[] => [one, { role: 'assistant', content: good }])
          const input = { type: 'chat' as const, messages: [...before, turn] }
          return provider.complete(
            { input, maxTokens: 1, temperature: 0, logProbabilities: true, alternatives },
            { signal },
          )
        }),
      )
      const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      const usage = done.map((reply) => reply.usage).reduce(addUsage, NO_USAGE)
      const failed = settled.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw charged(failed.reason, usage)
      const scores = done.map(({ samples }) => shareOf(samples[0]?.tokens?.[0], good, bad))
      const unknown = scores.indexOf(null)
      if (unknown >= 0) {
        const said = done[unknown]!.samples[0]?.text.slice(0, 60) ?? ''
        const message = `step ${unknown + 1}: neither ${good} nor ${bad} has a known probability`
        throw new EvaluationError('no-log-probabilities', message, usage, { type: 'token-reward', step: unknown, said })
      }
      return { scores: scores as readonly number[], usage }
    },
  }
}

function shareOf(token: WrittenToken | undefined, good: string, bad: string): number | null {
  if (token === undefined) return null
  const probability = (word: string): number => {
    const known = [token, ...(token.alternatives ?? [])].filter(({ text }) => text.trim() === word)
    return known.length === 0 ? 0 : portableExp(Math.max(...known.map(({ logProbability }) => logProbability)))
  }
  const [yes, no] = [probability(good), probability(bad)]
  return yes + no === 0 ? null : yes / (yes + no)
}

import { addUsage, checkNumber, NO_USAGE, type EvaluateFn, type Json, type Signal, type Usage } from '@espalier/core'
import type { ModelRequest } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { charged, EvaluationError } from './evaluation-error.ts'
import { seedOf } from './hash.ts'
import { ABOUT_BLOCKS, keyFor, quoteBlock } from './quote.ts'
import { JUDGEMENT } from './read-said.ts'
import { YES_OR_NO, type Scale } from './scale.ts'
import { ballotsDetail, decide, votesIn, type Ballot } from './votes.ts'

/** What is judged: a problem, and what was written for it. Both are data to the judge. */
export interface JudgedItem {
  readonly question: string
  readonly candidate: string
}

export interface JudgeOptions {
  readonly provider: Provider
  /** What is asked about the candidate. Default: whether it solves the problem. */
  readonly rubric?: string
  /** Default: yes or no. */
  readonly scale?: Scale
  /** Votes in a round, at least 1. Default 5 (Cheng 2025, Table 9). */
  readonly votes?: number
  /** Rounds at most, where they decide nothing. Default 3 (Cheng 2025, App. C). */
  readonly rounds?: number
  /** Default 0.7, SPaR's. */
  readonly temperature?: number
  /** Tokens of one vote. Default 1,024. */
  readonly maxTokens?: number
  /** Default 0. */
  readonly seed?: number
}

/** What became of judging something. */
export interface Judgement {
  /** In [0, 1]; null where no round of votes decided. */
  readonly value: number | null
  readonly undecided: 'tied' | 'unread' | null
  readonly critique: string | null
  /** Every round, those that came to nothing too; the last one decided. */
  readonly ballots: readonly Ballot[]
  readonly usage: Usage
}

export type JudgeFn = (item: JudgedItem, context: { readonly signal: Signal }) => Promise<Judgement>

const RUBRIC = 'Does the candidate solve the problem, correctly and completely?'

/**
 * A language model that judges by votes: n samples of one prompt, the value is their mean, a tie is voted on again, and what could not be read is kept as
 * that (SPaR: Cheng 2025, arXiv 2412.11605, §2.3 and App. C). Seeds follow from what is judged, so the same thing is judged the same way. The candidate
 * stands in the prompt as data (`quoteBlock`), and of the replies only the judge's own lines are read (`readSaid`).
 */
export function llmJudge(options: JudgeOptions): JudgeFn {
  const { provider, rubric = RUBRIC, scale = YES_OR_NO, temperature = 0.7, seed = 0 } = options
  const votes = checkNumber('llmJudge.votes', options.votes ?? 5, { min: 1, max: 100, integer: true })
  const rounds = checkNumber('llmJudge.rounds', options.rounds ?? 3, { min: 1, max: 100, integer: true })
  const maxTokens = checkNumber('llmJudge.maxTokens', options.maxTokens ?? 1024, { min: 1, integer: true })

  return async ({ question, candidate }, { signal }) => {
    const quotes = [question, candidate]
    const key = keyFor(quotes)
    const input = judgePrompt({ question, candidate }, { rubric, scale, key })
    const ballots: Ballot[] = []
    let usage = NO_USAGE
    for (;;) {
      const own = seedOf(seed, question, candidate, ballots.length)
      const reply = await provider
        .complete({ input, maxTokens, samples: votes, temperature, seed: own }, { signal })
        .catch((error: unknown) => {
          throw charged(error, usage)
        })
      usage = addUsage(usage, reply.usage)
      const ballot = votesIn(reply, votes, { scale, mark: JUDGEMENT, key, quotes })
      ballots.push(ballot)
      const decision = decide(ballot, scale)
      if ('value' in decision) return { ...decision, undecided: null, ballots, usage }
      if (ballots.length === rounds)
        return { value: null, undecided: decision.undecided, critique: null, ballots, usage }
    }
  }
}

/** What a judge reads: what all its prompts share first, then the problem, then the candidate, and what is only this call's last. */
export function judgePrompt(
  { question, candidate }: JudgedItem,
  { rubric, scale, key }: { readonly rubric: string; readonly scale: Scale; readonly key: string },
): ModelRequest['input'] {
  return {
    type: 'chat',
    messages: [
      { role: 'system', content: `You judge what was written for a problem. ${rubric}\n\n${ABOUT_BLOCKS}` },
      {
        role: 'user',
        content: [
          quoteBlock('PROBLEM', question),
          quoteBlock('CANDIDATE', candidate),
          `Go through the candidate step by step and say what is wrong or missing. Then judge, in a last line of exactly this form, with ${scale.form} in place of the dots:\n` +
            `${JUDGEMENT} (${key}): …`,
        ].join('\n\n'),
      },
    ],
  }
}

export interface JudgeEvaluatorOptions<State> {
  readonly judge: JudgeFn
  /** What of a state is judged. */
  readonly item: (state: State) => JudgedItem
  /** Value of a state that no round of votes decided on, in [0, 1]. Default: none, the trial fails with `tied-votes` or `unread-votes`, as SPaR drops such a refinement. */
  readonly undecided?: number
}

/** Judges states. The critique goes to whatever writes the next steps (`refinements`); the votes are the node's detail. */
export function judgeEvaluator<State>({ judge, item, undecided }: JudgeEvaluatorOptions<State>): EvaluateFn<State> {
  return async (state, context) => {
    const { critique, ballots, usage, ...judgement } = await judge(item(state), context)
    const detail: Json = { type: 'votes', undecided: judgement.undecided, ballots: ballotsDetail(ballots) }
    const value = judgement.value ?? undecided
    if (value === undefined) {
      const code = judgement.undecided === 'tied' ? 'tied-votes' : 'unread-votes'
      throw new EvaluationError(code, `${ballots.length} rounds of votes decided nothing`, usage, detail)
    }
    return { value, usage, detail, ...(critique === null ? {} : { critique }) }
  }
}

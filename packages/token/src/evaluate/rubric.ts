import {
  addUsage,
  checkNumber,
  NO_USAGE,
  SearchError,
  type EvaluateFn,
  type Json,
  type Signal,
  type Usage,
} from '@espalier/core'
import type { ModelRequest } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { agreementOf, type Agreement } from './agreement.ts'
import { charged, EvaluationError } from './evaluation-error.ts'
import { seedOf } from './hash.ts'
import type { JudgedItem } from './judge.ts'
import { ABOUT_BLOCKS, keyFor, quoteBlock } from './quote.ts'
import { readSaid } from './read-said.ts'
import { labelScale, type Scale } from './scale.ts'

/** One thing that is looked at. */
export interface Criterion {
  /** A word or two: letters, digits and spaces, 40 characters at most. */
  readonly name: string
  /** What is asked. */
  readonly asks: string
  /** At least 0. Default 1. */
  readonly weight?: number
}

export interface RubricOptions {
  /** Who rates: at least one, each by itself. The same model may rate twice, with seeds of its own. */
  readonly raters: readonly Provider[]
  readonly criteria: readonly Criterion[]
  /** Default: no, partly, yes. */
  readonly scale?: Scale
  /** Default 0.7. */
  readonly temperature?: number
  /** Tokens of one rater's reply. Default 1,024. */
  readonly maxTokens?: number
  /** Default 0. */
  readonly seed?: number
}

/** What raters say of something. */
export interface RubricVerdict {
  /** Weighted mean over criteria of the mean over raters, in [0, 1]; null where nothing could be read. Criteria that nobody rated are left out. */
  readonly value: number | null
  /** Of each criterion, by each rater, in [0, 1]; null for what could not be read. */
  readonly ratings: readonly (readonly (number | null)[])[]
  /** Over the criteria of this one item; over many items take the rows of `ratings` together (`agreementOf`). Null for a single rater. */
  readonly agreement: Agreement | null
  readonly critique: string | null
  readonly replies: readonly string[]
  readonly usage: Usage
}

export type RateFn = (item: JudgedItem, context: { readonly signal: Signal }) => Promise<RubricVerdict>

/** Several raters go through the same criteria, each in one call and without seeing the others. */
export function rubricJudge(options: RubricOptions): RateFn {
  const { raters, criteria, temperature = 0.7, maxTokens = 1024, seed = 0 } = options
  const scale = options.scale ?? labelScale(['no', 'partly', 'yes'])
  checkRubric(raters, criteria)

  return async ({ question, candidate }, { signal }) => {
    const quotes = [question, candidate]
    const key = keyFor(quotes)
    const input = rubricPrompt({ question, candidate }, criteria, scale, key)
    const settled = await Promise.allSettled(
      raters.map((rater, i) =>
        rater.complete({ input, maxTokens, temperature, seed: seedOf(seed, question, candidate, i) }, { signal }),
      ),
    )
    const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const usage = done.map((reply) => reply.usage).reduce<Usage>(addUsage, NO_USAGE)
    const failed = settled.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw charged(failed.reason, usage)
    const samples = done.map((reply) => reply.samples[0] ?? { text: '', finish: 'stop' as const })
    const ratings = criteria.map(({ name }) =>
      samples.map(({ text, finish }) => {
        const said = readSaid(text, { mark: name, key, quotes, isCut: finish === 'length' })
        return said === null ? null : scale.read(said)
      }),
    )
    return {
      value: valueOf(criteria, ratings),
      ratings,
      agreement: raters.length < 2 ? null : agreementOf(ratings),
      critique: critiqueOf(criteria, ratings, samples),
      replies: samples.map(({ text }) => text),
      usage,
    }
  }
}

/** Judges states by a rubric. Ratings, agreement and replies are the node's detail. Fails with `unread-votes` where nothing could be read. */
export function rubricEvaluator<State>(rate: RateFn, item: (state: State) => JudgedItem): EvaluateFn<State> {
  return async (state, context) => {
    const { value, ratings, agreement, critique, replies, usage } = await rate(item(state), context)
    const detail: Json = { type: 'rubric', ratings, agreement: agreement === null ? null : { ...agreement }, replies }
    if (value === null) throw new EvaluationError('unread-votes', 'no rating could be read', usage, detail)
    return { value, usage, detail, ...(critique === null ? {} : { critique }) }
  }
}

function valueOf(criteria: readonly Criterion[], ratings: RubricVerdict['ratings']): number | null {
  let [sum, weights] = [0, 0]
  for (const [i, { weight = 1 }] of criteria.entries()) {
    const mean = meanOf(ratings[i]!)
    if (mean === null) continue
    sum += weight * mean
    weights += weight
  }
  return weights === 0 ? null : Math.min(1, sum / weights)
}

/** The words of the rater who finds the most to mend. */
function critiqueOf(
  criteria: readonly Criterion[],
  ratings: RubricVerdict['ratings'],
  samples: readonly { readonly text: string }[],
): string | null {
  const values = samples.map(
    (_, rater) =>
      valueOf(
        criteria,
        ratings.map((row) => [row[rater]!]),
      ) ?? 2,
  )
  const strictest = Math.min(...values)
  return strictest > 1 ? null : samples[values.indexOf(strictest)]!.text.trim()
}

function meanOf(ratings: readonly (number | null)[]): number | null {
  const read = ratings.filter((rating) => rating !== null)
  return read.length === 0 ? null : read.reduce((sum, rating) => sum + rating, 0) / read.length
}

function checkRubric(raters: readonly Provider[], criteria: readonly Criterion[]): void {
  checkNumber('rubricJudge.raters', raters.length, { min: 1, max: 100, integer: true })
  checkNumber('rubricJudge.criteria', criteria.length, { min: 1, max: 100, integer: true })
  for (const { name, weight = 1 } of criteria) {
    if (!/^[\p{L}\d][\p{L}\d ]{0,39}$/u.test(name))
      throw new SearchError(
        'INVALID_OPTIONS',
        `rubricJudge.criteria: got the name ${JSON.stringify(name)}, expected a word or two`,
      )
    checkNumber(`rubricJudge.criteria, ${name}`, weight, { min: 0 })
  }
}

function rubricPrompt(
  { question, candidate }: JudgedItem,
  criteria: readonly Criterion[],
  scale: Scale,
  key: string,
): ModelRequest['input'] {
  const asked = criteria.map(({ name, asks }) => `- ${name}: ${asks}`).join('\n')
  return {
    type: 'chat',
    messages: [
      {
        role: 'system',
        content: `You rate what was written for a problem by these criteria:\n${asked}\n\n${ABOUT_BLOCKS}`,
      },
      {
        role: 'user',
        content: [
          quoteBlock('PROBLEM', question),
          quoteBlock('CANDIDATE', candidate),
          `Say for each criterion what is right and wrong. Then rate, in last lines of exactly this form, with ${scale.form} in place of the dots:\n` +
            criteria.map(({ name }) => `${name} (${key}): …`).join('\n'),
        ].join('\n\n'),
      },
    ],
  }
}

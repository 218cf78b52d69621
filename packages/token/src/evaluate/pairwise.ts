import { addUsage, checkNumber, NO_USAGE, type Signal, type Usage } from '@espalier/core'
import type { ModelRequest } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { charged } from './evaluation-error.ts'
import { seedOf } from './hash.ts'
import { ABOUT_BLOCKS, keyFor, quoteBlock } from './quote.ts'
import { JUDGEMENT } from './read-said.ts'
import { labelScale } from './scale.ts'
import { votesIn, type Vote } from './votes.ts'

/** What a judge says of two texts in one order; null where it said nothing that could be read. */
export type Place = 'first' | 'second' | 'tie' | null

/** Two candidates compared. */
export interface Comparison {
  /** Who is better; `tie` too where the two orders disagree; null where one of them could not be read. */
  readonly winner: 'a' | 'b' | 'tie' | null
  /** What was said of a before b, and of b before a. Null for two equal texts, which nobody is asked about. */
  readonly said: readonly [Place, Place] | null
  /** The replies, in the same order: those that could not be read were asked for again. */
  readonly votes: readonly [readonly Vote[], readonly Vote[]]
  readonly usage: Usage
}

export type CompareFn = (
  pair: { readonly question: string; readonly a: string; readonly b: string },
  context: { readonly signal: Signal },
) => Promise<Comparison>

export interface PairwiseOptions {
  readonly provider: Provider
  /** What makes one better. Default: correct and complete before all else. */
  readonly rubric?: string
  /** Calls for one order at most, where a reply could not be read. Default 3. */
  readonly tries?: number
  /** Default 0.7. */
  readonly temperature?: number
  /** Default 1,024. */
  readonly maxTokens?: number
  /** Default 0. */
  readonly seed?: number
}

const RUBRIC =
  'The better one is correct where the other is not; of two as correct, the one that is more complete, and then the plainer one.'
const PLACES = labelScale(['second', 'tie', 'first'])

/**
 * Compares two candidates in both orders: judges prefer places (Zheng 2023, arXiv 2306.05685, §3.4). Only what holds in both orders is a win; the comparison
 * of b with a asks the same and says the same.
 */
export function pairwiseJudge(options: PairwiseOptions): CompareFn {
  const { provider, rubric = RUBRIC, temperature = 0.7, maxTokens = 1024, seed = 0 } = options
  const tries = checkNumber('pairwiseJudge.tries', options.tries ?? 3, { min: 1, max: 100, integer: true })

  async function inOrder(question: string, first: string, second: string, signal: Signal) {
    const quotes = [question, first, second]
    const key = keyFor(quotes)
    const input = pairPrompt(question, first, second, rubric, key)
    const votes: Vote[] = []
    let usage = NO_USAGE
    let said: Place = null
    while (said === null && votes.length < tries) {
      const request = { input, maxTokens, temperature, seed: seedOf(seed, question, first, second, votes.length) }
      const reply = await provider.complete(request, { signal }).catch((error: unknown) => {
        throw charged(error, usage)
      })
      usage = addUsage(usage, reply.usage)
      const [vote] = votesIn(reply, 1, { scale: PLACES, mark: JUDGEMENT, key, quotes })
      votes.push(vote!)
      said = placeOf(vote!)
    }
    return { said, votes, usage }
  }

  return async ({ question, a, b }, { signal }) => {
    if (a === b) return { winner: 'tie', said: null, votes: [[], []], usage: NO_USAGE }
    const settled = await Promise.allSettled([inOrder(question, a, b, signal), inOrder(question, b, a, signal)])
    const done = settled.flatMap((order) => (order.status === 'fulfilled' ? [order.value] : []))
    const failed = settled.find((order) => order.status === 'rejected')
    const paid = done.map(({ usage }) => usage).reduce(addUsage, NO_USAGE)
    if (failed !== undefined) throw charged(failed.reason, paid)
    const [ab, ba] = done as [(typeof done)[0], (typeof done)[0]]
    return { winner: winnerOf(ab.said, ba.said), said: [ab.said, ba.said], votes: [ab.votes, ba.votes], usage: paid }
  }
}

/** Who wins by what was said of a before b, and of b before a. */
export function winnerOf(ab: Place, ba: Place): Comparison['winner'] {
  if (ab === null || ba === null) return null
  if (ab === 'first' && ba === 'second') return 'a'
  return ab === 'second' && ba === 'first' ? 'b' : 'tie'
}

function placeOf({ value }: Vote): Place {
  if (value === null) return null
  return value === 1 ? 'first' : value === 0 ? 'second' : 'tie'
}

/** How a judge treats places, over many comparisons. */
export interface PlaceBias {
  /** Comparisons that were read in both orders. */
  readonly compared: number
  /** Those where the orders disagree, which count as ties. */
  readonly split: number
  /** Those where an order could not be read. */
  readonly unread: number
  /** Of all that was said for one place, the share for the first, less one half: 0 for a judge without bias. In [-0.5, 0.5]; null if nothing was. */
  readonly bias: number | null
}

export function placeBias(comparisons: readonly Pick<Comparison, 'said'>[]): PlaceBias {
  const asked = comparisons.flatMap(({ said }) => (said === null ? [] : [said]))
  const read = asked.filter((said) => !said.includes(null))
  const places = read.flat()
  const [first, second] = ['first', 'second'].map((place) => places.filter((one) => one === place).length) as [
    number,
    number,
  ]
  return {
    compared: read.length,
    split: read.filter(([ab, ba]) => winnerOf(ab, ba) === 'tie' && !(ab === 'tie' && ba === 'tie')).length,
    unread: asked.length - read.length,
    bias: first + second === 0 ? null : first / (first + second) - 0.5,
  }
}

function pairPrompt(
  question: string,
  first: string,
  second: string,
  rubric: string,
  key: string,
): ModelRequest['input'] {
  return {
    type: 'chat',
    messages: [
      {
        role: 'system',
        content: `You compare two candidates that were written for a problem. ${rubric} Their order says nothing.\n\n${ABOUT_BLOCKS}`,
      },
      {
        role: 'user',
        content: [
          quoteBlock('PROBLEM', question),
          quoteBlock('FIRST', first),
          quoteBlock('SECOND', second),
          `Say what is right and wrong about each. Then judge, in a last line of exactly this form, with First, Second or Tie in place of the dots:\n` +
            `${JUDGEMENT} (${key}): …`,
        ].join('\n\n'),
      },
    ],
  }
}

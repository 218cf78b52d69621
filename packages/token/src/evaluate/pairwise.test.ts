import fc from 'fast-check'
import type { Trial } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { readBlocks, userTurn } from '../../test/local-judge.ts'
import { context, keyIn, replyOf, scripted, USAGE } from '../../test/scripted-provider.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { pairwiseJudge, placeBias, winnerOf, type Place } from './pairwise.ts'
import { valuedByPairs } from './valued-by-pairs.ts'

/** A judge that says what a rule says of the two candidates in their order; null says nothing. */
function judging(rule: (first: string, second: string, call: number) => Place) {
  const { provider, requests } = scripted((request, call) => {
    const [, first, second] = readBlocks(userTurn(request)).blocks.map(({ text }) => text)
    const said = rule(first!, second!, call)
    return replyOf(said === null ? 'hm' : `Both are texts.\nFinal Judgement (${keyIn(request)}): ${said}`)
  })
  return { compare: pairwiseJudge({ provider }), requests }
}

const longer = (first: string, second: string): Place =>
  first.length === second.length ? 'tie' : first.length > second.length ? 'first' : 'second'

describe('pairwiseJudge', () => {
  it('calls a win what holds in both orders', async () => {
    const { compare, requests } = judging(longer)
    expect(await compare({ question: 'q', a: 'aaa', b: 'b' }, context)).toMatchObject({
      winner: 'a',
      said: ['first', 'second'],
      usage: { calls: 2 },
    })
    expect(requests).toHaveLength(2)
    expect(await compare({ question: 'q', a: 'a', b: 'bb' }, context)).toMatchObject({ winner: 'b' })
    expect(await compare({ question: 'q', a: 'a', b: 'b' }, context)).toMatchObject({
      winner: 'tie',
      said: ['tie', 'tie'],
    })
    expect(await compare({ question: 'q', a: 'a', b: 'a' }, context)).toMatchObject({ winner: 'tie', said: null })
    expect(requests).toHaveLength(6)
  })

  it('makes a tie of a judge that likes a place, and measures how much', async () => {
    const { compare } = judging((first, second) =>
      first.length > 3 * second.length ? 'first' : second.length > 3 * first.length ? 'second' : 'first',
    )
    const comparisons = []
    for (const [a, b] of [
      ['a', 'bb'],
      ['aa', 'b'],
      ['aaaa', 'b'],
      ['a', 'bbbb'],
    ] as const)
      comparisons.push(await compare({ question: 'q', a, b }, context))
    expect(comparisons.map(({ winner }) => winner)).toEqual(['tie', 'tie', 'a', 'b'])
    // 2 x first, first; 2 x one of each: 6 of 8 for the first place.
    expect(placeBias(comparisons)).toEqual({ compared: 4, split: 2, unread: 0, bias: 0.25 })
  })

  it('asks an order again that could not be read, and says nothing where one never can', async () => {
    const once = judging((first, second, call) => (call < 2 ? null : longer(first, second)))
    expect(await once.compare({ question: 'q', a: 'aa', b: 'b' }, context)).toMatchObject({
      winner: 'a',
      usage: { calls: 4 },
    })
    const never = judging((first, second) => (first === 'aa' ? null : longer(first, second)))
    const comparison = await never.compare({ question: 'q', a: 'aa', b: 'b' }, context)
    expect(comparison).toMatchObject({ winner: null, said: [null, 'second'], votes: [{ length: 3 }, { length: 1 }] })
    expect(placeBias([comparison])).toEqual({ compared: 0, split: 0, unread: 1, bias: null })
    expect(new Set(never.requests.map(({ seed }) => seed)).size).toBe(never.requests.length)
  })

  it('is the same the other way round, whatever the judge', async () => {
    const place = fc.constantFrom<Place[]>('first', 'second', 'tie', null)
    const mirror = { a: 'b', b: 'a', tie: 'tie' } as const
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom('x y', 'y x'), place), async (said) => {
        const { compare } = judging((first, second) => said[`${first} ${second}`] ?? null)
        const one = await compare({ question: 'q', a: 'x', b: 'y' }, context)
        const other = await compare({ question: 'q', a: 'y', b: 'x' }, context)
        expect(other.winner).toBe(one.winner === null ? null : mirror[one.winner])
        expect(other.said).toEqual(one.said?.toReversed())
      }),
    )
  })

  it('has nine outcomes', () => {
    const places: Place[] = ['first', 'second', 'tie', null]
    expect(places.map((ab) => places.map((ba) => winnerOf(ab, ba)))).toEqual([
      ['tie', 'a', 'tie', null],
      ['b', 'tie', 'tie', null],
      ['tie', 'tie', 'tie', null],
      [null, null, null, null],
    ])
  })
})

describe('valuedByPairs', () => {
  const trial: Trial<string> = {
    id: 0,
    node: 0,
    depth: 0,
    state: '',
    evaluate: false,
    evaluated: true,
    want: 3,
    proposals: 'distinct',
    existing: [],
    seed: 0,
  }
  const valued = (steps: readonly string[], value: 'bradley-terry' | 'win-rate', compare = judging(longer).compare) =>
    valuedByPairs<string, string>({
      generate: () => Promise.resolve({ proposals: steps.map((step) => ({ step, prior: 1 })), usage: USAGE }),
      compare,
      question: () => 'q',
      candidate: (_state, step) => step,
      value,
    })(trial, null, context)

  it('gives each step its place among those written together', async () => {
    const { proposals, usage, detail } = await valued(['aa', 'a', 'aaa', 'bb'], 'win-rate')
    expect(proposals.map(({ value }) => value)).toEqual([0.5, 0, 1, 0.5])
    expect(usage).toMatchObject({ calls: 1 + 12 })
    expect(detail).toMatchObject({ type: 'pairs', pairs: { length: 6 }, places: { split: 0, bias: 0 } })
    const byModel = (await valued(['aa', 'a', 'aaa'], 'bradley-terry')).proposals.map(({ value }) => value!)
    expect(byModel[2]! > byModel[0]! && byModel[0]! > byModel[1]!).toBe(true)
    expect(byModel[0]).toBeCloseTo(0.5, 9)
  })

  it('leaves a single step without a value, and asks nobody', async () => {
    expect((await valued(['a'], 'win-rate')).proposals).toEqual([{ step: 'a', prior: 1 }])
  })

  it('fails with all that was paid', async () => {
    const { provider } = scripted((request, call) => {
      if (call === 1) throw new ProviderError('reset', 'gone', { usage: USAGE })
      return replyOf(`Final Judgement (${keyIn(request)}): tie`)
    })
    await expect(valued(['a', 'bb', 'ccc'], 'win-rate', pairwiseJudge({ provider }))).rejects.toMatchObject({
      code: 'reset',
      usage: { calls: 1 + 6 },
    })
  })
})

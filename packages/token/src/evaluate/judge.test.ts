import fc from 'fast-check'
import { createPreset, expandWith, maxTrials, streamSearch, type SearchEvent, type TrialDetail } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { context, keyIn, replyOf, scripted, textOf, USAGE } from '../../test/scripted-provider.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { refinements } from '../text/generators.ts'
import { textBackend } from '../text/text-backend.ts'
import { isEvaluationError } from './evaluation-error.ts'
import { judgeEvaluator, llmJudge, type JudgeOptions } from './judge.ts'
import { labelScale, scoreScale } from './scale.ts'
import { draftItem } from './text-item.ts'
import { countVotes } from './votes.ts'

const item = { question: 'What is 2 + 2?', candidate: '4' }

/** A judge whose votes a test writes: `Y`, `N`, or a word that is said in their place; `?` says nothing. */
function judgeSaying(rounds: readonly string[], options: Partial<JudgeOptions> = {}) {
  const { provider, requests } = scripted((request, call) =>
    replyOf(
      ...rounds[call]!.split(' ').map((word, i) => {
        const said = { Y: 'Yes', N: 'No' }[word] ?? word
        return word === '?' ? 'hm' : `reason ${call}.${i} for ${said}\nFinal Judgement (${keyIn(request)}): ${said}`
      }),
    ),
  )
  return { judge: llmJudge({ provider, ...options }), requests }
}

describe('llmJudge', () => {
  it('divides the Yes by what could be read, and keeps every vote', async () => {
    const { judge, requests } = judgeSaying(['? N Y Y N Y'], { votes: 7 })
    const { value, critique, ballots, undecided, usage } = await judge(item, context)
    expect({ value, critique, undecided, usage }).toEqual({
      value: 3 / 5,
      critique: 'reason 0.2 for Yes',
      undecided: null,
      usage: USAGE,
    })
    expect(ballots).toHaveLength(1)
    expect(countVotes(ballots[0]!)).toEqual({ asked: 7, read: 5, unread: 2 })
    expect(ballots[0]!.map((vote) => vote.value)).toEqual([null, 0, 1, 1, 0, 1, null])
    expect(requests[0]).toMatchObject({ samples: 7, temperature: 0.7, maxTokens: 1024 })
  })

  it('votes again on a tie with another seed, three rounds at most, and then has no value', async () => {
    const decided = judgeSaying(['Y N', '? ?', 'N N'], { votes: 2 })
    expect(await decided.judge(item, context)).toMatchObject({ value: 0, undecided: null })
    expect(new Set(decided.requests.map(({ seed }) => seed)).size).toBe(3)
    expect(await judgeSaying(['Y N', 'Y N', 'N Y'], { votes: 2 }).judge(item, context)).toMatchObject({
      value: null,
      undecided: 'tied',
      usage: { calls: 3 },
    })
    expect(await judgeSaying(['?', '?', '?'], { votes: 1 }).judge(item, context)).toMatchObject({ undecided: 'unread' })
  })

  it('judges by scores and by labels, without ties', async () => {
    const scores = judgeSaying(['0 10 7 99'], { scale: scoreScale(), votes: 4 })
    expect(await scores.judge(item, context)).toMatchObject({ value: 17 / 30, critique: 'reason 0.2 for 7' })
    expect(textOf(scores.requests[0]!)).toContain('a number from 0 (worst) to 10 (best)')
    const labels = judgeSaying(['fair good'], { scale: labelScale(['bad', 'fair', 'good']), votes: 2 })
    expect(await labels.judge(item, context)).toMatchObject({ value: 0.75, undecided: null })
  })

  it('asks the same of the same, and siblings in prompts that begin alike', async () => {
    const { judge, requests } = judgeSaying(['Y', 'Y', 'Y'], { votes: 1 })
    for (const candidate of ['4', '4', '5']) await judge({ ...item, candidate }, context)
    expect(requests[0]).toEqual(requests[1])
    const [four, five] = [requests[1]!, requests[2]!].map(textOf) as [string, string]
    expect(five.startsWith(four.slice(0, four.indexOf('<<< CANDIDATE')))).toBe(true)
  })

  it('counts as many votes as were asked for, and gives numbers in [0, 1] or none', async () => {
    const words = fc.array(fc.array(fc.constantFrom('Y', 'N', '?', 'perhaps'), { minLength: 1, maxLength: 7 }), {
      minLength: 3,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 1, max: 7 }), async (rounds, votes) => {
        const { judge } = judgeSaying(
          rounds.map((round) => round.join(' ')),
          { votes },
        )
        const { value, undecided, ballots } = await judge(item, context)
        for (const ballot of ballots) {
          const count = countVotes(ballot)
          expect(count.asked).toBe(votes)
          expect(count.read + count.unread).toBe(votes)
        }
        const yes = ballots.at(-1)!.filter((vote) => vote.value === 1).length
        const no = ballots.at(-1)!.filter((vote) => vote.value === 0).length
        expect(value).toBe(yes === no ? null : yes / (yes + no))
        expect(undecided).toBe(yes !== no ? null : yes === 0 ? 'unread' : 'tied')
        expect(ballots.length <= 3).toBe(true)
      }),
    )
  })

  it('keeps what earlier rounds cost when a later one fails', async () => {
    const { provider } = scripted((request, call) => {
      if (call > 0) throw new ProviderError('reset', 'gone', { usage: USAGE })
      return replyOf(`Final Judgement (${keyIn(request)}): perhaps`)
    })
    const failure: unknown = await llmJudge({ provider, votes: 1 })(item, context).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'reset', usage: { calls: 2 } })
  })
})

describe('judgeEvaluator', () => {
  it('fails with what it heard where nothing was decided, unless a value is given for that', async () => {
    const judged = (undecided?: number) => {
      const { judge } = judgeSaying(['Y N', 'N Y', 'Y N'], { votes: 2 })
      const evaluate = judgeEvaluator<string>({
        judge,
        item: (candidate) => ({ question: 'q', candidate }),
        ...(undecided === undefined ? {} : { undecided }),
      })
      return evaluate('4', context).catch((error: unknown) => error)
    }
    const failure = await judged()
    expect(isEvaluationError(failure)).toBe(true)
    expect(failure).toMatchObject({
      code: 'tied-votes',
      usage: { calls: 3 },
      detail: { undecided: 'tied', ballots: { length: 3 } },
    })
    expect(await judged(0.5)).toMatchObject({ value: 0.5, detail: { undecided: 'tied' } })
  })

  it('has its critique read by whoever refines, and its votes kept with the node', async () => {
    const { judge } = judgeSaying(
      Array.from({ length: 9 }, () => 'N N Y'),
      { votes: 3 },
    )
    const writer = scripted((_request, call) => replyOf(`draft ${call}`))
    const details: TrialDetail[] = []
    const events: SearchEvent[] = []
    const stream = streamSearch({
      problem: 'Write a word.',
      backend: textBackend({ of: 'drafts', maxSteps: 3 }),
      algorithm: createPreset('mctsr'),
      expand: expandWith({
        evaluate: judgeEvaluator({ judge, item: draftItem }),
        generate: refinements({ provider: writer.provider }),
      }),
      onDetail: (detail) => void details.push(detail),
      stop: maxTrials(6),
    })
    for await (const { event } of stream) events.push(event)
    const asked = writer.requests.map(textOf)
    expect(asked.some((text) => /Critique:\nreason \d\.0 for No/.test(text))).toBe(true)
    expect(details.length).toBeGreaterThan(1)
    expect(details[1]).toMatchObject({
      detail: { evaluation: { type: 'votes', ballots: [[{ value: 0, said: 'No' }, {}, { value: 1 }]] } },
    })
    expect(events.some((event) => event.type === 'trial-end' && event.critique?.includes('for No') === true)).toBe(true)
  })
})

import { answersEqual } from '@espalier/tasks/verify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { context, replyOf, scripted, USAGE } from '../../test/scripted-provider.ts'
import { consistencyEvaluator, groupAnswers, type ConsistencyOptions } from './consistency.ts'

const valueOf = (texts: readonly string[], options: Partial<ConsistencyOptions<string>> = {}) =>
  consistencyEvaluator<string>({
    provider: scripted(() => replyOf(...texts)).provider,
    input: (prompt) => ({ type: 'text', prompt }),
    samples: texts.length,
    ...options,
  })('q', context)

const answers = (...all: readonly string[]) => all.map((answer) => `So.\nAnswer: ${answer}`)

describe('consistencyEvaluator', () => {
  it('is the share of the commonest answer among all that were asked for', async () => {
    expect(await valueOf([...answers('1/2', '0.5', '2', '3'), 'no answer'])).toMatchObject({ value: 0.2, usage: USAGE })
    const { value, detail } = await valueOf([...answers('1/2', '0.5', '2', '50%'), 'no answer'], { same: answersEqual })
    expect(value).toBe(0.6)
    expect(detail).toEqual({
      type: 'consistency',
      asked: 5,
      without: 1,
      line: null,
      answers: [
        { answer: '1/2', count: 3 },
        { answer: '2', count: 1 },
      ],
    })
  })

  it("is the share of this line's answer where it has one", async () => {
    const all = answers('7', '7', '8', '9')
    expect(await valueOf(all, { lineAnswer: () => '8' })).toMatchObject({ value: 0.25 })
    expect(await valueOf(all, { lineAnswer: () => '10' })).toMatchObject({ value: 0 })
    expect(await valueOf(all, { lineAnswer: () => null })).toMatchObject({ value: 0.5 })
    expect(await valueOf(['?', '??'])).toMatchObject({ value: 0 })
  })

  it('puts every answer into one group, the largest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 20 }), (all) => {
        const sameParity = (a: string, b: string): boolean => Number(a) % 3 === Number(b) % 3
        const groups = groupAnswers(all, sameParity)
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
        expect(groups.length <= 3).toBe(true)
        groups.slice(1).forEach(({ count }, i) => expect(count <= groups[i]!.count).toBe(true))
      }),
    )
  })
})

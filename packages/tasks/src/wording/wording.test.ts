import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededDraw } from '../countdown/seeded.ts'
import { formatWording, parseWording, type WordingConstraint } from './constraint.ts'
import { formatCritique } from './critique.ts'
import { wordingShard, wordingTasks, withOtherWords, withSlips, type WordingTask } from './generate.ts'
import { verifyWording, wordsOf } from './verify.ts'

const tasks = (seed: number, count: number): WordingTask[] => {
  const next = wordingTasks(seed)
  return Array.from({ length: count }, next)
}

const met = (constraint: WordingConstraint, text: string): boolean => verifyWording([constraint], text).follows

describe('verifyWording', () => {
  it.each<[WordingConstraint, string, string]>([
    [{ type: 'count', bound: 'exactly', words: 2 }, 'fox hen', 'fox'],
    [{ type: 'count', bound: 'at least', words: 2 }, 'fox hen dog', 'fox'],
    [{ type: 'count', bound: 'at most', words: 2 }, 'fox', 'fox hen dog'],
    [{ type: 'kind', kind: 'animal', words: 1 }, 'fox red red', 'fox hen'],
    [{ type: 'avoid-kind', kind: 'colour' }, 'fox hen', 'fox red'],
    [{ type: 'include', word: 'fig' }, 'fox fig', 'fox'],
    [{ type: 'avoid', word: 'fig' }, 'fox', 'fox fig'],
    [{ type: 'first', word: 'fig' }, 'fig fox', 'fox fig'],
    [{ type: 'last', word: 'fig' }, 'fox fig', 'fig fox'],
    [{ type: 'before', word: 'fig', other: 'fox' }, 'fig fox fig', 'fox fig fox'],
    [{ type: 'no-repeats' }, 'fox fig', 'fox fig fox'],
    [{ type: 'commas' }, 'fox, fig, hen', 'fox, fig hen'],
    [{ type: 'commas' }, 'fox', 'fox,fig'],
  ])('%j: %j does, %j does not', (constraint, good, bad) => {
    expect(met(constraint, good)).toBe(true)
    expect(met(constraint, bad)).toBe(false)
  })

  it('asks for both words where one goes before the other', () => {
    expect(met({ type: 'before', word: 'fig', other: 'fox' }, 'fig hen')).toBe(false)
    expect(met({ type: 'before', word: 'fig', other: 'fox' }, 'fox hen')).toBe(false)
  })

  it('meets nothing with what is no list of the words', () => {
    const constraints: WordingConstraint[] = [{ type: 'avoid', word: 'fig' }, { type: 'no-repeats' }]
    for (const text of ['', ' ', 'fox tiger', 'Fox', 'fox;hen'])
      expect(verifyWording(constraints, text)).toEqual({ met: [false, false], follows: false })
  })
})

describe('wordingTasks', () => {
  it('can all be done, say what they ask for in words, and are the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const some = tasks(seed, 5)
        expect(tasks(seed, 5)).toEqual(some)
        for (const { constraints, solution } of some) {
          expect(verifyWording(constraints, solution).follows).toBe(true)
          expect(parseWording(formatWording(constraints))).toEqual(constraints)
          expect(constraints.length).toBeGreaterThanOrEqual(2)
        }
      }),
    )
  })

  it('puts about the same share of prompts into every shard', () => {
    const counts = Array.from({ length: 8 }, () => 0)
    for (const { constraints } of tasks(5, 4000)) counts[wordingShard(constraints, 8)]!++
    // Four standard errors of a share of one in eight.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt((4000 * 7) / 64))
  })
})

describe('withSlips', () => {
  it('leaves a list of words of the task, mostly another one', () => {
    const draw = seededDraw(3)
    const texts = tasks(8, 300).map(({ solution }) => ({ solution, text: withSlips(draw, solution, 2) }))
    for (const { text } of texts) expect(wordsOf(text)).not.toBeNull()
    expect(texts.filter(({ solution, text }) => text !== solution).length).toBeGreaterThan(270)
  })
})

describe('withOtherWords', () => {
  it('leaves a list of as many words, with commas where there were some', () => {
    const draw = seededDraw(4)
    for (const { solution } of tasks(9, 300)) {
      const text = withOtherWords(draw, solution, 0.5)
      expect(wordsOf(text)).toHaveLength(wordsOf(solution)!.length)
      expect(text.split(',')).toHaveLength(solution.split(',').length)
      expect(withOtherWords(draw, solution, 0)).toBe(solution)
    }
  })
})

describe('formatCritique', () => {
  it('counts what is counted, and judges as the verifier does', () => {
    const constraints = parseWording('Write exactly 3 words. Use exactly 2 animals. Include fig.')
    expect(formatCritique(constraints, 'fox hen fig')).toBe(
      'Write exactly 3 words: 3 yes. Use exactly 2 animals: 2 yes. Include fig: yes. Final Judgement: Yes',
    )
    expect(formatCritique(constraints, 'fox red')).toBe(
      'Write exactly 3 words: 2 no. Use exactly 2 animals: 1 no. Include fig: no. Final Judgement: No',
    )
  })
})

describe('parseWording', () => {
  it.each(['Include tiger.', 'Use exactly 2 tigers.', 'Write exactly 99 words.', 'Include fox', 'Sing.'])(
    'refuses %j and says which sentence',
    (prompt) => {
      expect(() => parseWording(`Use no word twice. ${prompt}`)).toThrow(
        expect.objectContaining({
          code: 'INVALID_QUESTION',
          details: expect.objectContaining({ where: 'sentence 2' }),
        }),
      )
    },
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateGraphs } from './generate.ts'
import { childrenOf, type GraphRecord } from './question.ts'
import { processOf } from './score.ts'
import { checkPath } from './verify-path.ts'

/** Tom (0) is a 1 and a 2, and both are a 3; 3 is the target, 4, which Eva (5) is, the other option; 1 is a 2 as well. */
const record: GraphRecord = {
  question: {
    symbols: ['Tom', 'lempus', 'zumpus', 'impus', 'scrompus', 'Eva'],
    edges: [
      [0, 1],
      [1, 3],
      [0, 2],
      [2, 3],
      [5, 4],
      [1, 2],
    ],
    root: 0,
    options: [4, 3],
  },
  target: 3,
  distractor: 4,
  path: [0, 1, 3],
}

describe('checkPath', () => {
  it('takes paths of statements from the root to an option', () => {
    expect(checkPath(record.question, [0, 1, 3])).toEqual({ ok: true, option: 3 })
    expect(checkPath(record.question, [0, 1, 2, 3])).toEqual({ ok: true, option: 3 })
  })

  it.each([
    [[], 'wrong-start', 0, 'the path does not begin at Tom'],
    [[1, 3], 'wrong-start', 0, 'the path does not begin at Tom'],
    [[0], 'unfinished', 1, 'Tom is not an option'],
    [[0, 1, 2], 'unfinished', 3, 'zumpus is not an option'],
    [[0, 3], 'no-statement', 1, 'the question does not say "Tom is a impus."'],
    [[0, 1, 4], 'no-statement', 2, 'the question does not say "Every lempus is a scrompus."'],
    [[0, 2, 1, 3], 'no-statement', 2, 'the question does not say "Every zumpus is a lempus."'],
    [[0, 1, 1, 3], 'no-statement', 2, 'the question does not say "Every lempus is a lempus."'],
    [[0, 9], 'no-statement', 1, '9 is no node of the question'],
  ])('refuses %j: %s at step %i', (path, reason, step, detail) => {
    expect(checkPath(record.question, path)).toEqual({ ok: false, reason, step, detail })
  })
})

describe('processOf', () => {
  it.each([
    [[0, 1, 3], 'correct-path'],
    [[0, 2, 3], 'correct-path'],
    [[0, 1, 2, 3], 'longer-path'],
    [[0, 3], 'hallucination'],
    [[0, 1, 4], 'hallucination'],
    [[0, 9], 'hallucination'],
    [[1, 3], 'hallucination'],
    [[], 'hallucination'],
    [[0], 'wrong-target'],
    [[0, 1, 2], 'wrong-target'],
    ['Tom is a impus.', 'correct-label'],
    [' Tom is an impus', 'correct-label'],
    ['Tom is a scrompus.', 'incorrect-label'],
    ['Eva is a impus.', 'incorrect-label'],
    ['impus', 'incorrect-label'],
    ['', 'incorrect-label'],
  ])('calls %j %s', (attempt, expected) => {
    expect(processOf(record, attempt)).toBe(expected)
  })

  it('calls a valid path to the other option a wrong target', () => {
    const turned = { ...record, target: 4, distractor: 3 }
    expect(processOf(turned, [0, 1, 3])).toBe('wrong-target')
  })

  it('agrees with the question alone on any walk: an option is proven by a path to the target only', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { maxLength: 8 }), fc.boolean(), (seed, picks, along) => {
        const drawn = generateGraphs('small', 1, seed)[0]!
        const { question, target } = drawn
        const children = childrenOf(question)
        const path = [question.root]
        for (const pick of picks) {
          const next = along ? children[path.at(-1)!]! : [...question.symbols.keys()]
          if (next.length > 0) path.push(next[pick % next.length]!)
        }
        const checked = checkPath(question, path)
        const process = processOf(drawn, path)
        expect(checked.ok).toBe(process === 'correct-path' || process === 'longer-path')
        if (checked.ok) expect(checked.option).toBe(target)
        if (along) expect(process).not.toBe('hallucination')
        if (process === 'correct-path') expect(path).toHaveLength(drawn.path.length)
        if (process === 'longer-path') expect(path.length).toBeGreaterThan(drawn.path.length)
        expect(processOf(drawn, drawn.path)).toBe('correct-path')
      }),
      { numRuns: 200 },
    )
  })
})

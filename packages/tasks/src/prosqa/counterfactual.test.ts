import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkQuestion } from './check-question.ts'
import { counterfactual } from './counterfactual.ts'
import { generateGraphs } from './generate.ts'
import { childrenOf, distancesFrom, type GraphRecord } from './question.ts'
import { formatQuestion, parseQuestion } from './question-text.ts'
import { processOf } from './score.ts'

describe('counterfactual', () => {
  it('makes the other option true by the statements that it names and no others', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom('tiny' as const, 'official' as const), (seed, turn, size) => {
        const before = generateGraphs(size, 1, seed)[0]!
        const pair = counterfactual(before, { seed: turn, most: 4 })
        fc.pre(pair !== null)
        const { record: after, rewritten } = pair
        checkQuestion(after.question)
        expect(after.question).toEqual({ ...before.question, edges: after.question.edges })
        expect([after.target, after.distractor]).toEqual([before.distractor, before.target])
        const distance = distancesFrom(childrenOf(after.question), after.question.root)
        expect(distance[after.target]).toBe(after.path.length - 1)
        expect(distance[after.distractor]).toBe(-1)
        expect(processOf(after, after.path)).toBe('correct-path')
        // The old path holds no longer, and nothing but the named statements is new.
        expect(processOf(after, before.path)).toBe('hallucination')
        const changed = after.question.edges.flatMap((edge, i) =>
          String(edge) === String(before.question.edges[i]) ? [] : [i],
        )
        expect(rewritten.map(({ index }) => index)).toEqual(changed)
        for (const { index, before: said, after: says } of rewritten) {
          expect(said).toEqual(before.question.edges[index])
          expect(says).toEqual(after.question.edges[index])
          expect(says[0]).toBe(said[0])
        }
        // Every name of the text is still in it.
        const names = (record: GraphRecord) => parseQuestion(formatQuestion(record.question)).symbols.toSorted()
        expect(names(after)).toEqual(names(before))
        expect(counterfactual(before, { seed: turn, most: 4 })).toEqual(pair)
      }),
      { numRuns: 100 },
    )
  })

  it('rewrites the one statement that all paths share', () => {
    const record: GraphRecord = {
      question: {
        symbols: ['Tom', 'lempus', 'impus', 'Eva', 'zumpus', 'scrompus'],
        edges: [
          [0, 1],
          [1, 2],
          [3, 4],
          [4, 5],
        ],
        root: 0,
        options: [2, 5],
      },
      target: 2,
      distractor: 5,
      path: [0, 1, 2],
    }
    // Not [1, 2]: nothing would mention the impus. Not [0, 5]: the option would be said of Tom at once, by one statement less.
    expect(counterfactual(record, { seed: 1 })).toEqual({
      record: {
        question: { ...record.question, edges: [[0, 4], ...record.question.edges.slice(1)] },
        target: 5,
        distractor: 2,
        path: [0, 4, 5],
      },
      rewritten: [{ index: 0, before: [0, 1], after: [0, 4] }],
    })
  })

  it('finds a single statement wherever there is one', () => {
    for (const record of generateGraphs('tiny', 150, 8)) {
      const { question, target, distractor } = record
      const names = new Set(question.edges.flat())
      const exists = question.edges.some(([from, was], index) =>
        question.symbols.some((symbol, to) => {
          if (to === was || !/^[a-z]/.test(symbol)) return false
          const rewritten = { ...question, edges: question.edges.with(index, [from, to]) }
          try {
            checkQuestion(rewritten)
          } catch {
            return false
          }
          const distance = distancesFrom(childrenOf(rewritten), question.root)
          const whole = new Set(rewritten.edges.flat()).size === new Set([...names, to]).size
          return whole && distance[target] === -1 && distance[distractor]! > 0
        }),
      )
      expect(counterfactual(record, { seed: 1, most: 1 }) !== null).toBe(exists)
    }
  })

  it('needs one statement in two questions of three, two in most others, and says where that is too few', () => {
    const records = generateGraphs('official', 300, 3)
    const share = (most: number): number =>
      records.filter((record, seed) => counterfactual(record, { seed, most }) !== null).length / records.length
    // 70.3 %, 97.0 % and 100 %.
    expect([share(1), share(2), share(3)].map((rate) => Math.round(rate * 300))).toEqual([211, 291, 300])
    const needed = records.map((record, seed) => counterfactual(record, { seed, most: 3 })!.rewritten.length)
    expect([1, 2, 3].map((count) => needed.filter((n) => n === count).length)).toEqual([211, 80, 9])
  })

  it('refuses options that make no sense', () => {
    const [record] = generateGraphs('tiny', 1, 1)
    expect(() => counterfactual(record!, { seed: -1 })).toThrow(/seed/)
    expect(() => counterfactual(record!, { seed: 1, most: 0 })).toThrow(/most/)
    expect(() => counterfactual(record!, { seed: 1, most: 5 })).toThrow(/most/)
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { seededDraw } from '../countdown/seeded.ts'
import { checkQuestion } from './check-question.ts'
import { drawRecord, generateGraphs, GRAPH_SIZES } from './generate.ts'
import { HELD_OUT_GRAPHS, type HeldOutName, heldOutGraphs } from './held-out.ts'
import { childrenOf, distancesFrom } from './question.ts'
import { formatQuestion } from './question-text.ts'
import { processOf } from './score.ts'

describe.each(Object.keys(HELD_OUT_GRAPHS) as HeldOutName[])('the held-out set %s', (name) => {
  const { count, sha256 } = HELD_OUT_GRAPHS[name]
  const records = heldOutGraphs(name, count)

  it('holds what its manifest says', () => {
    const hash = createHash('sha256')
    for (const record of records) hash.update(`${JSON.stringify(record)}\n`)
    expect(hash.digest('hex')).toBe(sha256)
  })

  it('has one answer to each question, by the oracle, and no question twice', () => {
    const { nodes, hops } = GRAPH_SIZES[name]
    for (const record of records) {
      const { question, target, distractor, path } = record
      checkQuestion(question)
      expect(distancesFrom(childrenOf(question), question.root)[distractor]).toBe(-1)
      expect(new Set(question.options)).toEqual(new Set([target, distractor]))
      expect(processOf(record, path)).toBe('correct-path')
      expect(Object.keys(hops)).toContain(String(path.length - 1))
      expect(question.symbols.length).toBeGreaterThanOrEqual(nodes[0])
      expect(question.symbols.length).toBeLessThanOrEqual(nodes[1])
    }
    expect(new Set(records.map(({ question }) => formatQuestion(question))).size).toBe(count)
  })

  it('begins the same however much of it is drawn, and is no stream of any seed', () => {
    expect(heldOutGraphs(name, 7)).toEqual(records.slice(0, 7))
    const seeds = [0, 1, HELD_OUT_GRAPHS[name].seed]
    const texts = new Set(
      seeds.flatMap((seed) => generateGraphs(name, 100, seed)).map((record) => JSON.stringify(record)),
    )
    expect(records.filter((record) => texts.has(JSON.stringify(record)))).toEqual([])
  })
})

describe('heldOutGraphs', () => {
  it('does not draw from a stream, as streams of different seeds come to give the same questions', () => {
    // Both seeds lie on the one cycle of the stream's numbers, the second 100,003 draws further on than the first.
    const further = Number(BigInt.asUintN(32, 5n + 0x6d2b79f5n * 100_003n))
    const first = new Set(generateGraphs('official', 600, 5).map((record) => JSON.stringify(record)))
    const shared = generateGraphs('official', 200, further).filter((record) => first.has(JSON.stringify(record)))
    expect(shared.length).toBeGreaterThan(100)
    let draws = 0
    const stream = seededDraw(5)
    const counted = (): number => {
      draws++
      return stream()
    }
    for (let i = 0; i < 4000; i++) drawRecord(GRAPH_SIZES.official, counted)
    expect(Math.abs(draws / 4000 / 1400 - 1)).toBeLessThan(0.1)
  })

  it('refuses other names and more than there are', () => {
    expect(() => heldOutGraphs('tiny' as 'large', 1)).toThrow(/name/)
    expect(() => heldOutGraphs('toString' as 'large', 1)).toThrow(/name/)
    expect(() => heldOutGraphs('large', 0)).toThrow(/count/)
    expect(() => heldOutGraphs('large', 501)).toThrow(/count/)
  })
})

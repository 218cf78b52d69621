import { describe, expect, it } from 'vitest'
import { generateGraphs } from './generate.ts'
import { childrenOf, distancesFrom, type GraphRecord } from './question.ts'

const mean = (records: readonly GraphRecord[], of: (record: GraphRecord) => number): number =>
  records.reduce((sum, record) => sum + of(record), 0) / records.length

/** How often the number is higher at the target than at the distractor; equal numbers count half. */
const cue = (records: readonly GraphRecord[], of: (record: GraphRecord, node: number) => number): number =>
  mean(records, (record) => {
    const difference = of(record, record.target) - of(record, record.distractor)
    return difference > 0 ? 1 : difference === 0 ? 0.5 : 0
  })

describe('generated questions', () => {
  const records = generateGraphs('official', 2000, 11)

  it('are as the official test file in nodes, edges, individuals and hops, within 5 %', () => {
    const means = {
      nodes: mean(records, ({ question }) => question.symbols.length),
      edges: mean(records, ({ question }) => question.edges.length),
      names: mean(records, ({ question }) => question.symbols.filter((symbol) => /^[A-Z]/.test(symbol)).length),
      hops: mean(records, ({ path }) => path.length - 1),
    }
    // Means of the 500 questions of the official test file (22.8 nodes, 35.8 edges, 2.6 individuals, 3.782 hops).
    const official = { nodes: 22.8, edges: 35.8, names: 2.6, hops: 3.782 }
    for (const key of ['nodes', 'edges', 'names', 'hops'] as const) {
      expect(Math.abs(means[key] / official[key] - 1), `${key} ${means[key]}`).toBeLessThan(0.05)
    }
  })

  it('give nothing away by a number on the page', () => {
    const hints = {
      index: cue(records, (_, node) => node),
      order: cue(records, ({ question }, node) => question.options.indexOf(node)),
      statements: cue(records, ({ question }, node) => question.edges.filter(([, to]) => to === node).length),
      mentions: cue(records, ({ question }, node) => question.edges.filter((edge) => edge.includes(node)).length),
      firstMention: cue(records, ({ question }, node) => question.edges.findIndex(([, to]) => to === node)),
    }
    for (const [name, share] of Object.entries(hints)) {
      expect(share, name).toBeGreaterThan(0.45)
      expect(share, name).toBeLessThan(0.55)
    }
  })

  it.each(['tiny', 'small', 'official', 'large'] as const)(
    'of size %s have one answer, and the path proves it',
    (size) => {
      for (const { question, target, distractor, path } of generateGraphs(size, size === 'large' ? 20 : 200, 5)) {
        const children = childrenOf(question)
        const distance = distancesFrom(children, question.root)
        expect(distance[target]).toBe(path.length - 1)
        expect(distance[distractor]).toBe(-1)
        expect([path[0], path.at(-1)]).toEqual([question.root, target])
        for (let i = 1; i < path.length; i++) expect(children[path[i - 1]!]).toContain(path[i])
        expect(question.options.toSorted((a, b) => a - b)).toEqual([target, distractor].toSorted((a, b) => a - b))
        expect(new Set(question.symbols).size).toBe(question.symbols.length)
        expect(new Set(question.edges.map(String)).size).toBe(question.edges.length)
        for (const [node, symbol] of question.symbols.entries()) {
          expect(/^[A-Z]/.test(symbol)).toBe(question.edges.every(([, to]) => to !== node))
        }
      }
    },
  )

  it('are a function of the seed', () => {
    expect(generateGraphs('small', 20, 3)).toEqual(generateGraphs('small', 20, 3))
    expect(generateGraphs('small', 20, 3)).not.toEqual(generateGraphs('small', 20, 4))
  })

  it('refuse sizes that make no sense', () => {
    expect(() => generateGraphs('huge' as 'tiny', 1, 0)).toThrow(/size/)
    expect(() => generateGraphs({ nodes: [9, 3], hops: { 2: 1 } }, 1, 0)).toThrow(/size.nodes/)
    expect(() => generateGraphs({ nodes: [9, 12], hops: {} }, 1, 0)).toThrow(/size.hops/)
    expect(() => generateGraphs('tiny', -1, 0)).toThrow(/count/)
    expect(() => generateGraphs('tiny', 1, 0.5)).toThrow(/seed/)
  })
})

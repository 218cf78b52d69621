import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PromptOutcome } from '../pipeline/outcome.ts'
import type { RefinementNode } from '../refine/refinement.ts'
import { DEFAULT_TEMPLATES as TEMPLATES, refineMessages } from '../roles/templates.ts'
import { decide } from '../roles/tally.ts'
import { NO, YES } from '../../test/scripted-roles.ts'
import { dataSettingsOf, type DataOptions } from './data-settings.ts'
import { SOURCES, type Source } from './rows.ts'
import { trainingDataOf } from './training-data.ts'

/** An answer with so many Yes of five votes; its critique names it. */
function judged(name: string, yes: number) {
  const texts = Array.from({ length: 5 }, (_, i) => `${name} ${i < yes ? YES : NO}`)
  const { verdicts, ...result } = decide(texts, 5)
  if (!('follows' in result)) throw new Error('undecided')
  return { ...result, ballots: [{ call: name, verdicts }] }
}

function node(id: number, parent: number, depth: number, yes: number): RefinementNode {
  const { value, critique, ballots } = judged(`node ${id}`, yes)
  return { node: id, parent, depth, response: `refined ${id}`, reply: `reply ${id}`, critique, value, ballots }
}

/** A prompt whose second answer was refined: first into something still below the gate, and that into something above it. */
function outcome(i: number, votes = { first: 4, root: 1, middle: 2, last: 4 }): PromptOutcome {
  const nodes = [node(1, 0, 1, votes.middle), node(2, 1, 2, votes.last)]
  const final = nodes.reduce((best, one) => (one.value > best.value ? one : best))
  return {
    round: 1,
    id: `p${i}`,
    prompt: `prompt ${i}`,
    samples: [
      { response: `first ${i}`, judged: judged(`first ${i}`, votes.first) },
      { response: `original ${i}`, judged: judged(`original ${i}`, votes.root) },
      {
        response: `tied ${i}`,
        judged: { undecided: 'tied', ballots: [{ call: 't', verdicts: ['yes', 'no', null, null, null] }] },
      },
    ],
    negative: 1,
    refinement: {
      search: `round-1-p${i}`,
      reason: 'value',
      nodes,
      final: final.node,
      value: final.value,
      lost: { unwritten: 0, tied: 0, unread: 0 },
      usage: { calls: 4, promptTokens: 5, completionTokens: 6 },
    },
    dropped: null,
  }
}

const dataOf = (outcomes: readonly PromptOutcome[], options: DataOptions = {}, gate = 0.5, seed = 3) =>
  trainingDataOf(1, outcomes, { seed, gate, templates: TEMPLATES, settings: dataSettingsOf(options) })

const bySource = (data: ReturnType<typeof dataOf>, source: Source) =>
  data.examples.filter((example) => example.source === source)

describe('a pair', () => {
  it("is the final refinement and the actor's own answer, not the refinement's parent", () => {
    const { pairs } = dataOf([outcome(1)])
    expect(pairs).toEqual([
      {
        prompt: 'prompt 1',
        chosen: 'refined 2',
        rejected: 'original 1',
        provenance: {
          round: 1,
          prompt: 'p1',
          search: 'round-1-p1',
          node: 2,
          depth: 2,
          nodes: 3,
          value: 0.8,
          votes: { yes: 4, no: 1, unread: 0 },
          rejectedVotes: { yes: 1, no: 4, unread: 0 },
          usage: { calls: 4, promptTokens: 5, completionTokens: 6 },
        },
      },
    ])
  })

  it('comes only of a value above the gate', () => {
    expect(dataOf([outcome(1)], {}, 0.8)).toMatchObject({ pairs: [], counts: { unsolved: 1 } })
    expect(dataOf([outcome(1)], {}, 0.79).pairs).toHaveLength(1)
  })

  it('is of the refinement with the fewest edits among those as good as the final one, where that is asked for', () => {
    const whole = outcome(1)
    const far = whole.refinement!.nodes[1]!
    const near = { ...far, node: 3, response: 'origin' }
    const worse = { ...near, node: 4, response: 'original', value: 0.6 }
    const tree = { ...whole, refinement: { ...whole.refinement!, nodes: [...whole.refinement!.nodes, near, worse] } }
    expect(dataOf([tree]).pairs[0]).toMatchObject({ chosen: 'refined 2', provenance: { node: 2 } })
    expect(dataOf([tree], { closest: true }).pairs[0]).toMatchObject({ chosen: 'origin', provenance: { node: 3 } })
  })
})

describe('examples for judge and refiner', () => {
  it("refine the parent's answer with the parent's critique", () => {
    const [example] = bySource(dataOf([outcome(1)]), 'refine')
    expect(example!.messages).toEqual([
      ...refineMessages(TEMPLATES, 'prompt 1', 'refined 1', judged('node 1', 2).critique),
      { role: 'assistant', content: 'reply 2' },
    ])
    const [direct] = bySource(dataOf([outcome(1, { first: 4, root: 1, middle: 5, last: 1 })]), 'refine')
    expect(direct!.messages[0]!.content).toBe(TEMPLATES.judge('prompt 1', 'original 1'))
    expect(direct!.messages[1]!.content).toBe(judged('original 1', 1).critique)
  })

  it('judge what votes disagreed on, with the critique of the majority', () => {
    // Above and below the gate in the tree; the answer above is a refinement of the one below, which the refine example judges already.
    const data = dataOf([outcome(1)])
    expect(bySource(data, 'tree-positive').map(({ messages }) => messages)).toEqual([
      [
        { role: 'user', content: TEMPLATES.judge('prompt 1', 'refined 2') },
        { role: 'assistant', content: judged('node 2', 4).critique },
      ],
    ])
    expect(data.counts.sources['tree-negative']).toMatchObject({ candidates: 1, duplicates: 1, kept: 0 })
    expect(bySource(data, 'actor-positive')[0]!.messages[0]!.content).toBe(TEMPLATES.judge('prompt 1', 'first 1'))
    expect(bySource(data, 'actor-negative')[0]!.messages[0]!.content).toBe(TEMPLATES.judge('prompt 1', 'original 1'))
  })

  it('leave out what all votes agree on, and count it', () => {
    const agreed = outcome(1, { first: 5, root: 0, middle: 0, last: 5 })
    const { counts } = dataOf([agreed])
    for (const source of SOURCES.slice(1))
      expect(counts.sources[source]).toMatchObject({ candidates: 0, unanimous: 1, kept: 0 })
    const all = dataOf([agreed], { unanimous: true })
    expect(all.counts.sources['tree-positive']).toMatchObject({ candidates: 1, unanimous: 0, kept: 1 })
    expect(all.counts.sources['actor-negative']).toMatchObject({ kept: 1 })
  })

  it('take one of each side of a tree, and go by the gate everywhere', () => {
    const wide = outcome(1)
    const nodes = [...wide.refinement!.nodes, node(3, 1, 2, 3), node(4, 1, 2, 4), node(5, 1, 2, 3)]
    const grown = { ...wide, refinement: { ...wide.refinement!, nodes } }
    expect(dataOf([grown]).counts.sources['tree-positive']).toMatchObject({ candidates: 1, overShare: 3 })
    expect(dataOf([grown], { perTree: 9 }).counts.sources['tree-positive']).toMatchObject({
      candidates: 4,
      overShare: 0,
    })
    // At a gate of 0.6 the values of 0.6 are on neither side.
    const { sources } = dataOf([grown], { perTree: 9 }, 0.6).counts
    expect(sources['tree-positive']).toMatchObject({ candidates: 2, onGate: 2 })
    expect(sources['tree-negative']).toMatchObject({ candidates: 1 })
  })

  it('are cut to 4,000, 1,500, 1,000, 500 and 2,500', () => {
    const first = outcome(0, { first: 4, root: 2, middle: 1, last: 4 })
    const outcomes = Array.from({ length: 4200 }, (_, i) => {
      const nodes = first.refinement!.nodes.map((one) => ({ ...one, response: `${one.response} of ${i}` }))
      // A second node below the gate, so that not every one is judged in the refine example already.
      const other = { ...node(3, 0, 1, 1), response: `other of ${i}` }
      const samples = first.samples.map((sample) => ({ ...sample, response: `${sample.response} ${i}` }))
      return { ...first, id: `p${i}`, samples, refinement: { ...first.refinement!, nodes: [...nodes, other] } }
    })
    const { counts } = dataOf(outcomes)
    const kept = SOURCES.map((source) => counts.sources[source].kept + counts.sources[source].duplicates)
    expect(kept).toEqual([4000, 1500, 1000, 500, 2500])
    expect(SOURCES.map((source) => counts.sources[source].candidates)).toEqual(SOURCES.map(() => 4200))
    expect(counts.sources['tree-negative'].duplicates).toBeGreaterThan(0)
  })

  it('count each answer to each prompt once, by their first user message, in the order of their sources', () => {
    const outcomes = [outcome(1), outcome(1)]
    const data = dataOf(outcomes)
    const keys = data.examples.map(({ messages }) => messages[0]!.content)
    expect(new Set(keys).size).toBe(keys.length)
    expect(data.counts.sources.refine).toMatchObject({ candidates: 2, duplicates: 1, kept: 1 })
    expect(data.counts.sources['actor-positive']).toMatchObject({ candidates: 2, duplicates: 1, kept: 1 })
  })

  it('add up, come in another order for another seed, and follow from outcomes and seed alone', () => {
    const anyVotes = fc.constantFrom(0, 1, 2, 3, 4, 5)
    const anyOutcomes = fc
      .array(fc.record({ first: anyVotes, root: fc.constantFrom(0, 1, 2), middle: anyVotes, last: anyVotes }), {
        maxLength: 12,
      })
      .map((all) => all.map((votes, i) => outcome(i % 7, votes)))
    const caps = fc.record(
      Object.fromEntries(SOURCES.map((source) => [source, fc.nat(6)])) as Record<Source, fc.Arbitrary<number>>,
    )
    fc.assert(
      fc.property(anyOutcomes, caps, fc.nat(9), (outcomes, caps, seed) => {
        const data = dataOf(outcomes, { caps }, 0.5, seed)
        let total = 0
        for (const source of SOURCES) {
          const { candidates, overCap, duplicates, kept } = data.counts.sources[source]
          expect(candidates).toBe(overCap + duplicates + kept)
          expect(kept).toBeLessThanOrEqual(caps[source])
          expect(bySource(data, source)).toHaveLength(kept)
          total += kept
        }
        expect(data.examples).toHaveLength(total)
        expect(data.pairs.length + data.counts.unsolved).toBe(outcomes.length)
        expect(dataOf(JSON.parse(JSON.stringify(outcomes)) as PromptOutcome[], { caps }, 0.5, seed)).toEqual(data)
      }),
      { numRuns: 40 },
    )
    const many = Array.from({ length: 9 }, (_, i) => outcome(i))
    expect(dataOf(many, {}, 0.5, 1).examples).not.toEqual(dataOf(many, {}, 0.5, 2).examples)
  })
})

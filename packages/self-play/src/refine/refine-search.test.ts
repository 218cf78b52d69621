import { foldEvents, type SearchEvent } from '@espalier/core'
import { expectSoundTree, expectVisitsAddUp } from '@espalier/testing'
import { describe, expect, it } from 'vitest'
import {
  MUMBLE,
  NO,
  refinedInto,
  scriptedRoles,
  shownAnswer,
  YES,
  type Heard,
  type Script,
} from '../../test/scripted-roles.ts'
import { PROBLEM, REJECTED, tableOf } from '../../test/table.ts'
import type { RefineOptions } from '../pipeline/settings.ts'
import type { RoleName } from '../roles/role.ts'
import { DEFAULT_TEMPLATES } from '../roles/templates.ts'
import { refineSearch } from './refine-search.ts'
import type { Refinement } from './refinement.ts'

interface Ran {
  readonly result: Refinement
  readonly heard: readonly Heard[]
  readonly log: readonly SearchEvent[]
  readonly refines: number
  readonly votes: number
}

async function refine(scripts: Partial<Record<RoleName, Script>> = {}, options: RefineOptions = {}): Promise<Ran> {
  const heard: Heard[] = []
  const log: SearchEvent[] = []
  const table = await tableOf(scriptedRoles(scripts, heard), { refine: options })
  const result = await refineSearch(table, 'p', PROBLEM, ({ event }) => log.push(event))
  const of = (role: RoleName): Heard[] => heard.filter((one) => one.role === role)
  const votes = of('judge').reduce((sum, { sampling }) => sum + sampling.n, 0)
  return { result, heard, log, refines: of('refiner').length, votes }
}

/** Votes by answer: so many Yes of five. Answers are named by their order. */
function votes(yes: (answer: string) => number): Script {
  return (messages, { n }) => Array.from({ length: n }, (_, i) => (i < yes(shownAnswer(messages)) ? YES : NO))
}

/** Refinements named a, b, c, ... in the order in which they are asked for. */
function named(): Script {
  let count = 0
  return () => [refinedInto(String.fromCharCode(97 + count++))]
}

describe('breadth-first refinement with the defaults', () => {
  it('comes to exactly 15 refinements, 75 votes and 16 nodes where nothing satisfies the judge', async () => {
    const { result, log, refines, votes } = await refine()
    expect({ refines, votes }).toEqual({ refines: 15, votes: 75 })
    expect(foldEvents(log).tree.size).toBe(16)
    expect(result.nodes.map(({ depth }) => depth)).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3])
    expect(result.reason).toBe('exhausted')
    // Nothing is better than the root, whose value was measured.
    expect(result).toMatchObject({ final: 0, value: 0.2 })
  })

  it('is an ordinary search: its log folds to its tree, and names what it ran', async () => {
    const { log, result } = await refine()
    const fold = foldEvents(log)
    expectSoundTree(fold)
    expectVisitsAddUp(log, fold)
    expect(log[0]).toMatchObject({
      type: 'search-start',
      search: result.search,
      policy: { name: 'beam', params: { width: 2, children: 3 } },
      problem: { prompt: PROBLEM.prompt, response: PROBLEM.response },
    })
    expect(fold.usage).toEqual(result.usage)
  })

  it('asks the refiner in three turns: judge this, the critique, refine it', async () => {
    const { heard, result } = await refine()
    const refiners = heard.filter(({ role }) => role === 'refiner')
    expect(refiners[0]!.messages).toEqual([
      { role: 'user', content: DEFAULT_TEMPLATES.judge(PROBLEM.prompt, PROBLEM.response) },
      { role: 'assistant', content: REJECTED.critique },
      { role: 'user', content: DEFAULT_TEMPLATES.refine },
    ])
    // One level down the answer and the critique are the parent's.
    const parent = result.nodes.find(({ node }) => node === result.nodes[3]!.parent)!
    expect(refiners[3]!.messages).toEqual([
      { role: 'user', content: DEFAULT_TEMPLATES.judge(PROBLEM.prompt, parent.response) },
      { role: 'assistant', content: parent.critique },
      { role: 'user', content: DEFAULT_TEMPLATES.refine },
    ])
    const seeds = new Set(refiners.map(({ sampling }) => sampling.seed))
    expect(seeds.size).toBe(15)
    expect(refiners[0]!.sampling).toMatchObject({ n: 1, temperature: 0.7, topP: 1, maxTokens: 3072 })
    expect(heard.find(({ role }) => role === 'judge')!.sampling).toMatchObject({
      n: 5,
      temperature: 0.7,
      topP: 1,
      maxTokens: 2048,
    })
  })

  it('goes on from the two best of a level, the older one of equals', async () => {
    const { result } = await refine({ refiner: named(), judge: votes((answer) => (answer === 'a' ? 0 : 1)) })
    const byNode = new Map(result.nodes.map((node) => [node.node, node.response]))
    expect(result.nodes.slice(3, 9).map(({ parent }) => byNode.get(parent))).toEqual(['b', 'b', 'b', 'c', 'c', 'c'])
  })

  it('stops only above one half, and with the best of the level', async () => {
    // Two of five is below; three of five is above.
    const first = await refine({ refiner: named(), judge: votes((answer) => ({ a: 2, b: 3, c: 4 })[answer] ?? 0) })
    expect(first.result).toMatchObject({ final: 3, value: 0.8, reason: 'value' })
    expect(first.refines).toBe(3)
    // Found among the first node's refinements: the second node's are still judged, and one of them is better.
    const second = await refine({
      refiner: named(),
      judge: votes((answer) => ({ d: 3, g: 5 })[answer] ?? 1),
    })
    expect(second.refines).toBe(9)
    expect(second.result.nodes.find(({ node }) => node === second.result.final)).toMatchObject({
      response: 'g',
      value: 1,
    })
  })

  it('is not satisfied by the gate itself', async () => {
    const { result, refines } = await refine({ judge: votes(() => 3) }, { gate: 0.6 })
    expect(refines).toBe(15)
    expect(result.value).toBe(0.6)
    expect((await refine({ judge: votes(() => 3) }, { gate: 0.59 })).refines).toBe(3)
  })

  it('judges an answer once, however often it is written', async () => {
    const { result, refines, votes } = await refine({ refiner: () => [refinedInto('the same')] })
    expect({ refines, votes, nodes: result.nodes.length }).toEqual({ refines: 15, votes: 5, nodes: 15 })
  })

  it('has a tie judged again, twice at most, and then drops the refinement', async () => {
    const tie: Script = (_, { n }) => [YES, NO, ...Array.from({ length: n - 2 }, () => MUMBLE)]
    const { result, refines, votes, log } = await refine({ judge: tie })
    expect({ refines, votes, nodes: result.nodes.length }).toEqual({ refines: 3, votes: 45, nodes: 0 })
    expect(result).toMatchObject({ final: 0, lost: { tied: 3, unread: 0, unwritten: 0 } })
    const rejected = log.flatMap((event) => (event.type === 'trial-end' ? (event.rejected ?? []) : []))
    expect(rejected.map(({ reason }) => reason)).toEqual(['tied', 'tied', 'tied'])
  })

  it('keeps the votes that came to nothing', async () => {
    let round = 0
    const { result } = await refine(
      { judge: (_, { n }) => Array.from({ length: n }, () => (round++ < 5 ? MUMBLE : YES)) },
      { branch: 1 },
    )
    expect(result.nodes[0]!.ballots.map(({ verdicts }) => verdicts)).toEqual([
      [null, null, null, null, null],
      ['yes', 'yes', 'yes', 'yes', 'yes'],
    ])
    expect(new Set(result.nodes[0]!.ballots.map(({ call }) => call)).size).toBe(2)
  })

  it('asks nine times for a reply with a refinement in it, and ends where there is none', async () => {
    const { result, refines } = await refine({ refiner: () => ['nothing'] })
    expect(refines).toBe(27)
    expect(result).toMatchObject({ nodes: [], final: 0, lost: { unwritten: 3 }, reason: 'exhausted' })
    const silent = await refine({ refiner: () => [] })
    expect(silent.result.lost.unwritten).toBe(3)
    let count = 0
    const late = await refine({ refiner: () => [++count % 9 === 0 ? refinedInto(`r${count}`) : ''] }, { branch: 1 })
    expect(late.result.nodes).toHaveLength(3)
  })
})

describe('other searches', () => {
  it('depth first: two of three gone down to, the best one first', async () => {
    const { result, refines } = await refine({}, { algorithm: 'dfs' })
    expect(refines).toBe(3 + 2 * 3 + 4 * 3)
    expect(result.nodes.slice(0, 9).map(({ depth }) => depth)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
    const satisfied = await refine({ judge: votes(() => 5) }, { algorithm: 'dfs' })
    expect(satisfied.refines).toBe(3)
  })

  it.each(['mcts', 'ab-mcts', 'ab-mcts-m', 'mctsr', 'best-first'])(
    '%s: no more refinements than bfs',
    async (algorithm) => {
      const { result, refines, votes, log } = await refine({}, { algorithm })
      expect(refines).toBe(15)
      expect(votes).toBe(75)
      expect(result.nodes.every(({ depth }) => depth <= 3)).toBe(true)
      expect(foldEvents(log).end?.reason).toBe('nodes')
      const early = await refine({ refiner: named(), judge: votes5From('c') }, { algorithm })
      expect(early.result).toMatchObject({ value: 1, reason: 'value' })
      expect(early.refines).toBeLessThan(15)
    },
  )
})

function votes5From(good: string): Script {
  return votes((answer) => (answer >= good ? 5 : 1))
}

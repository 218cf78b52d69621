import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  lineageSchema,
  roundReportSchema,
  type Lineage as SentLineage,
  type RoundReport as Sent,
} from '@espalier/protocol'
import { LUCKY, MUMBLE, NO, scriptedRoles, somePrompts, YES, type Script } from '../../test/scripted-roles.ts'
import type { PromptOutcome } from '../pipeline/outcome.ts'
import { selfPlay, type SelfPlayOptions } from '../pipeline/self-play.ts'
import { openRecord, recordInMemory } from '../record/call-record.ts'
import { roundReport, type RoundReport } from '../report/round-report.ts'
import { verifyOutcomes } from '../report/verify-outcomes.ts'
import type { RoleName } from '../roles/role.ts'
import { lineageOf } from './lineage-of.ts'
import type { Lineage, PromptLineage } from './lineage.ts'

async function play(options: Partial<SelfPlayOptions> = {}) {
  const record = await openRecord(recordInMemory())
  const { outcomes, data } = await selfPlay({
    prompts: somePrompts(14),
    roles: scriptedRoles(LUCKY),
    record,
    rounds: 2,
    ...options,
  })
  const verification = await verifyOutcomes(outcomes, (_, response) => /[89]$/.test(response))
  const reports = data.map((round) => roundReport(round, outcomes, verification))
  return { outcomes, reports, lineage: lineageOf({ name: 'a run', outcomes, reports }) }
}

/** Answers, votes and nodes of a lineage, told as outcomes tell them. */
function outcomeOf({ round, id, prompt, answers, refined, tree, dropped }: PromptLineage): PromptOutcome {
  const samples = answers.map(({ response, value, follows, undecided, critique, ballots }) => ({
    response,
    judged:
      undecided === null ? { value: value!, follows: follows!, critique: critique!, ballots } : { undecided, ballots },
  }))
  if (tree === null) return { round, id, prompt, samples, negative: refined, refinement: null, dropped }
  const nodes = tree.nodes.flatMap(({ parent, reply, ...node }) =>
    parent === null || reply === null ? [] : [{ ...node, parent, reply }],
  )
  return { round, id, prompt, samples, negative: refined, refinement: { ...tree, nodes }, dropped }
}

const seeded = (script: Script): fc.Arbitrary<Script> => fc.constant(script)
const worlds: fc.Arbitrary<Partial<Record<RoleName, Script>>> = fc.record({
  actor: fc.oneof(
    { weight: 4, arbitrary: seeded(LUCKY.actor) },
    seeded(() => ['', '  ']),
  ),
  judge: fc.oneof(
    { weight: 4, arbitrary: seeded(LUCKY.judge) },
    seeded(() => [YES]),
    seeded(() => [NO]),
    seeded(() => [YES, NO]),
    seeded(() => [MUMBLE]),
  ),
  refiner: fc.oneof(
    { weight: 4, arbitrary: seeded(LUCKY.refiner) },
    seeded(() => ['']),
  ),
})

describe('a lineage', () => {
  it('loses nothing of its run, whatever became of the prompts', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.nat(1000),
        fc.constantFrom('bfs', 'dfs', 'mcts', 'ab-mcts'),
        async (scripts, seed, algorithm) => {
          const { outcomes, reports, lineage } = await play({
            prompts: somePrompts(6),
            roles: scriptedRoles(scripts),
            seed,
            refine: { algorithm },
          })
          expect(lineage.prompts.map(outcomeOf)).toEqual(outcomes)
          expect(lineage.rounds).toEqual(reports)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('leads from the final node to the failed answer, over nodes that are there once', async () => {
    const { outcomes, lineage } = await play()
    let refined = 0
    for (const [i, { answers, refined: failed, tree }] of lineage.prompts.entries()) {
      if (tree === null) continue
      const { nodes, final } = tree
      expect(new Set(nodes.map(({ node }) => node)).size).toBe(nodes.length)
      expect(nodes).toHaveLength(outcomes[i]!.refinement!.nodes.length + 1)
      const path: number[] = []
      for (let at: number | null = final; at !== null;) {
        path.push(at)
        at = nodes.find(({ node }) => node === at)!.parent
      }
      expect(path.at(-1)).toBe(0)
      expect(path).toHaveLength(nodes.find(({ node }) => node === final)!.depth + 1)
      expect(nodes[0]).toMatchObject({ parent: null, reply: null, response: answers[failed!]!.response })
      if (final !== 0) refined++
    }
    expect(refined).toBeGreaterThan(3)
  })

  it('counts as its reports do', async () => {
    const { reports, lineage } = await play()
    expect(reports).toHaveLength(2)
    for (const report of reports) {
      const own = lineage.prompts.filter(({ round }) => round === report.round)
      const trees = own.flatMap(({ tree }) => tree ?? [])
      const above = own.filter(({ tree }) => tree !== null && tree.final !== 0 && tree.value > lineage.gate)
      expect(own).toHaveLength(report.prompts)
      expect(own.flatMap(({ answers }) => answers)).toHaveLength(report.answers)
      expect(own.flatMap(({ answers }) => answers.filter(({ undecided }) => undecided !== null))).toHaveLength(
        report.undecided,
      )
      expect(trees).toHaveLength(report.searches)
      expect(above.length / trees.length).toBe(report.solved!.value)
      expect(above).toHaveLength(report.pairs)
      const dropped = own.flatMap((prompt) => prompt.dropped?.reason ?? [])
      for (const [reason, count] of Object.entries(report.dropped))
        expect(dropped.filter((one) => one === reason)).toHaveLength(count)
    }
  })

  it('goes through JSON and its schema unchanged', async () => {
    const { outcomes, reports } = await play()
    const share = { n: 4, value: 0.5, low: 0.15, high: 0.85 }
    const heldOut = [
      { round: 0, greedy: share, searched: null },
      { round: 1, greedy: share, searched: share },
    ]
    const lineage = lineageOf({ name: 'a study', outcomes, reports, gate: 0.6, heldOut })
    expect(lineageSchema.parse(JSON.parse(JSON.stringify(lineage)))).toEqual(lineage)
    for (const report of reports) expect(roundReportSchema.parse(report)).toEqual(report)
    expectTypeOf<Lineage>().toExtend<SentLineage>()
    expectTypeOf<SentLineage>().toExtend<Lineage>()
    expectTypeOf<RoundReport>().toExtend<Sent>()
    expectTypeOf<Sent>().toExtend<RoundReport>()
  })

  it('is refused by its schema where its trees are none', async () => {
    const { lineage } = await play()
    const place = lineage.prompts.findIndex(({ tree }) => tree !== null && tree.nodes.length > 2)
    const { tree, ...prompt } = lineage.prompts[place]!
    const { nodes } = tree!
    const withTree = (change: object) => ({ ...lineage, prompts: [{ ...prompt, tree: { ...tree!, ...change } }] })
    expect(lineageSchema.safeParse(withTree({})).success).toBe(true)
    for (const change of [
      { final: 99 },
      { nodes: [] },
      { nodes: nodes.slice(1) },
      { nodes: [...nodes, nodes[1]!] },
      { nodes: [nodes[0]!, { ...nodes[1]!, parent: nodes[1]!.node }, ...nodes.slice(2)] },
      { nodes: [nodes[0]!, { ...nodes[1]!, depth: 7 }, ...nodes.slice(2)] },
    ])
      expect(lineageSchema.safeParse(withTree(change)).success, JSON.stringify(Object.keys(change))).toBe(false)
    const refusedAnswer = { ...lineage, prompts: [{ ...prompt, tree, refined: 5 }] }
    expect(lineageSchema.safeParse(refusedAnswer).success).toBe(false)
  })

  it('is not made of outcomes that do not hang together', async () => {
    const { outcomes, reports } = await play()
    const made = (changed: readonly PromptOutcome[]) => () => lineageOf({ name: 'x', outcomes: changed, reports })
    expect(made(outcomes.slice(1))).toThrow(/round 1: got 6 prompts, expected 7 by its report/)
    const place = outcomes.findIndex(({ refinement }) => (refinement?.nodes.length ?? 0) > 2)
    const withRefinement = (change: object) =>
      outcomes.map((outcome, i) =>
        i === place ? { ...outcome, refinement: { ...outcome.refinement!, ...change } } : outcome,
      )
    const { nodes } = outcomes[place]!.refinement!
    expect(made(withRefinement({ final: 99 }))).toThrow(/got final node 99, expected one of the tree/)
    expect(made(withRefinement({ nodes: [...nodes, nodes[0]!] }))).toThrow(/twice, expected each once/)
    expect(made(withRefinement({ nodes: [{ ...nodes[0]!, parent: 5 }] }))).toThrow(/a parent before its child/)
    const lost = outcomes.map((outcome, i) => (i === place ? { ...outcome, negative: null } : outcome))
    expect(made(lost)).toThrow(expect.objectContaining({ code: 'INVALID_OUTCOMES' }))
  })
})

import {
  anyOf,
  maxNodes,
  newController,
  streamSearch,
  type Envelope,
  type ExpandFn,
  type SearchEvent,
  type TrialId,
} from '@espalier/core'
import { seedOf } from '../hash.ts'
import type { Table } from '../roles/judge-response.ts'
import { aboveGate } from './gate.ts'
import { refineExpand, type LossReason } from './refine-expand.ts'
import {
  inOneLine,
  refinementBackend,
  type Draft,
  type Refinement,
  type RefinementNode,
  type RefineProblem,
  type RefineStep,
} from './refinement.ts'

/**
 * Refines an answer by tree search (Cheng 2025, §2.3) with any algorithm of the core. Results are told in the order of their trials, so the same
 * calls give the same log whatever their latencies. Rejects with a role's failure or a halt; what was paid for is in the record.
 */
export async function refineSearch(
  table: Table,
  id: string,
  problem: RefineProblem,
  onEvent: (envelope: Envelope) => void = () => {},
): Promise<Refinement> {
  const { round, seed } = table
  const { algorithm, maxDepth, maxRefinements, gate, concurrency } = table.settings.refine
  const name = `round-${round}-${id}`
  const controller = newController()
  const work = refineExpand(table, id, problem.prompt)
  const harvest = createHarvest()
  const faults: unknown[] = []
  const expand: ExpandFn<Draft, RefineStep> = async (trial, context) => {
    try {
      const expansion = await work(trial, context)
      harvest.expect(
        trial.id,
        expansion.proposals.map(({ step }) => step),
      )
      return expansion
    } catch (error) {
      // No search goes on without its roles: it would be another one than an undisturbed run's.
      faults.push(error)
      controller.abort()
      throw error
    }
  }
  const stream = streamSearch({
    problem,
    backend: refinementBackend(maxDepth),
    algorithm: algorithm.preset,
    expand,
    stop: anyOf(aboveGate(gate, algorithm.isBreadthFirst), maxNodes(maxRefinements + 1)),
    describe: ({ prompt, response }) => ({ problem: { prompt, response }, label: inOneLine(prompt) }),
    name,
    seed: seedOf(seed, round, 'search', id),
    concurrency,
    ordered: true,
    signal: controller.signal,
    capacity: 32,
  })
  for (;;) {
    const next = await stream.next()
    if (next.done === true) {
      if (faults.length > 0) throw faults[0]
      const { reason, node, usage } = next.value
      const value = harvest.nodes.find((one) => one.node === node)?.value ?? problem.judgement.value
      return { search: name, reason, nodes: harvest.nodes, final: node, value, lost: harvest.lost, usage }
    }
    harvest.take(next.value.event)
    onEvent(next.value)
  }
}

/** Gathers what events do not say: the steps behind a trial's nodes, in their order. */
function createHarvest() {
  const steps = new Map<TrialId, RefineStep[]>()
  const nodes: RefinementNode[] = []
  const lost: Record<LossReason, number> = { unwritten: 0, tied: 0, unread: 0 }
  const depths = new Map([[0, 0]])
  return {
    nodes,
    lost: lost as Readonly<typeof lost>,
    expect: (trial: TrialId, of: RefineStep[]): void => void steps.set(trial, of),
    take(event: SearchEvent): void {
      if (event.type === 'trial-end') for (const { reason } of event.rejected ?? []) lost[reason as LossReason]++
      if (event.type !== 'node-add') return
      const { node, parent, trial } = event
      const { response, reply, judgement } = steps.get(trial)!.shift()!
      const { critique, value, ballots } = judgement
      const depth = depths.get(parent)! + 1
      depths.set(node, depth)
      nodes.push({ node, parent, depth, response, reply, critique, value, ballots })
    },
  }
}

import { distance } from 'fastest-levenshtein'
import type { PromptOutcome } from '../pipeline/outcome.ts'
import type { Refinement, RefinementNode } from '../refine/refinement.ts'
import { isJudged, tallyOf, type Ballot, type Judgement, type Tally } from '../roles/tally.ts'
import { judgeMessages, refineMessages, type Templates } from '../roles/templates.ts'
import { shuffled } from './shuffle.ts'
import type { DataSettings } from './data-settings.ts'
import type { PreferencePair, Provenance, RefinerExample, Source } from './rows.ts'

/** What a round's outcomes could teach, before caps and duplicates. */
export interface Candidates {
  readonly pairs: readonly PreferencePair[]
  readonly examples: Readonly<Record<Source, readonly RefinerExample[]>>
  readonly unsolved: number
  readonly skipped: Readonly<Record<Source, Skipped>>
}

interface Skipped {
  unanimous: number
  onGate: number
  overShare: number
}

export interface DataContext {
  readonly seed: number
  readonly gate: number
  readonly templates: Templates
  readonly settings: DataSettings
}

export function candidatesOf(outcomes: readonly PromptOutcome[], context: DataContext): Candidates {
  const pairs: PreferencePair[] = []
  const examples = bySource((): RefinerExample[] => [])
  const skipped = bySource((): Skipped => ({ unanimous: 0, onGate: 0, overShare: 0 }))
  let unsolved = 0
  for (const outcome of outcomes) {
    actorExamples(outcome, context, examples, skipped)
    const { refinement, negative, samples } = outcome
    if (refinement === null || negative === null) continue
    const rejected = samples[negative]!
    const root = { response: rejected.response, ...(rejected.judged as Judgement) }
    treeExamples(outcome, refinement, context, examples, skipped)
    const final = learnedFrom(refinement, root.response, context.settings.closest)
    if (final === undefined || final.value <= context.gate) {
      unsolved++
      continue
    }
    const { prompt } = outcome
    const provenance = ofNode(outcome, refinement, final)
    // The pair is the actor's own answer and what became of it, whatever lay between them.
    pairs.push({
      prompt,
      chosen: final.response,
      rejected: root.response,
      provenance: { ...provenance, rejectedVotes: votesOf(root.ballots) },
    })
    const parent = refinement.nodes.find(({ node }) => node === final.parent) ?? root
    const asked = refineMessages(context.templates, prompt, parent.response, parent.critique)
    const messages = [...asked, { role: 'assistant' as const, content: final.reply }]
    examples.refine.push({ source: 'refine', messages, provenance })
  }
  return { pairs, examples, unsolved, skipped }
}

/** The node that a pair is made of. */
function learnedFrom({ nodes, final }: Refinement, rejected: string, closest: boolean): RefinementNode | undefined {
  const found = nodes.find(({ node }) => node === final)
  if (found === undefined || !closest) return found
  const edits = ({ response }: RefinementNode): number => distance(rejected, response)
  return nodes.reduce((best, one) => (one.value >= found.value && edits(one) < edits(best) ? one : best), found)
}

type Examples = Record<Source, RefinerExample[]>
type SkippedBySource = Record<Source, Skipped>

/** Judgements of the actor's answers. */
function actorExamples(
  outcome: PromptOutcome,
  { templates, settings }: DataContext,
  examples: Examples,
  skipped: SkippedBySource,
): void {
  const { round, id, prompt } = outcome
  for (const { response, judged } of outcome.samples) {
    if (!isJudged(judged)) continue
    const source = judged.follows ? 'actor-positive' : 'actor-negative'
    const votes = votesOf(judged.ballots)
    if (!settings.unanimous && (votes.yes === 0 || votes.no === 0)) {
      skipped[source].unanimous++
      continue
    }
    const nowhere = { search: null, node: null, depth: 0, nodes: null, usage: null, rejectedVotes: null }
    const provenance: Provenance = { round, prompt: id, ...nowhere, value: judged.value, votes }
    examples[source].push(judgeExample(templates, source, prompt, response, judged.critique, provenance))
  }
}

/** Judgements of refinements: of each tree a few above the gate and a few below it. */
function treeExamples(
  outcome: PromptOutcome,
  refinement: Refinement,
  { seed, gate, templates, settings }: DataContext,
  examples: Examples,
  skipped: SkippedBySource,
): void {
  for (const source of ['tree-positive', 'tree-negative'] as const) {
    const isSide = ({ value }: RefinementNode): boolean => (source === 'tree-positive' ? value > gate : value < gate)
    const side = refinement.nodes.filter(isSide)
    const hard = settings.unanimous ? side : side.filter(({ value }) => value > 0 && value < 1)
    skipped[source].unanimous += side.length - hard.length
    const chosen = shuffled(hard, seed, outcome.round, source, outcome.id).slice(0, settings.perTree)
    skipped[source].overShare += hard.length - chosen.length
    for (const node of chosen) {
      const { response, critique } = node
      const provenance = ofNode(outcome, refinement, node)
      examples[source].push(judgeExample(templates, source, outcome.prompt, response, critique, provenance))
    }
  }
  skipped['tree-positive'].onGate += refinement.nodes.filter(({ value }) => value === gate).length
}

function judgeExample(
  templates: Templates,
  source: Source,
  prompt: string,
  response: string,
  critique: string,
  provenance: Provenance,
): RefinerExample {
  const messages = [...judgeMessages(templates, prompt, response), { role: 'assistant' as const, content: critique }]
  return { source, messages, provenance }
}

function ofNode({ round, id }: PromptOutcome, refinement: Refinement, node: RefinementNode): Provenance {
  return {
    round,
    prompt: id,
    search: refinement.search,
    node: node.node,
    depth: node.depth,
    nodes: refinement.nodes.length + 1,
    value: node.value,
    votes: votesOf(node.ballots),
    rejectedVotes: null,
    usage: refinement.usage,
  }
}

/** The votes that decided. */
function votesOf(ballots: readonly Ballot[]): Tally {
  return tallyOf(ballots.at(-1)?.verdicts ?? [])
}

export function bySource<T>(make: (source: Source) => T): Record<Source, T> {
  return {
    refine: make('refine'),
    'tree-positive': make('tree-positive'),
    'tree-negative': make('tree-negative'),
    'actor-negative': make('actor-negative'),
    'actor-positive': make('actor-positive'),
  }
}

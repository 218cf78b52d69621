import { NONE, ROOT } from '@espalier/core'
import type { PromptOutcome, Sample } from '../pipeline/outcome.ts'
import type { Refinement } from '../refine/refinement.ts'
import type { RoundReport } from '../report/round-report.ts'
import { isJudged } from '../roles/tally.ts'
import { SelfPlayError } from '../self-play-error.ts'
import {
  LINEAGE_FORMAT,
  LINEAGE_VERSION,
  type AnswerLineage,
  type HeldOutRates,
  type Lineage,
  type PromptLineage,
  type RefinementTree,
} from './lineage.ts'

export interface LineageSource {
  readonly name: string
  readonly outcomes: readonly PromptOutcome[]
  /** Of the rounds that were played to their end. */
  readonly reports: readonly RoundReport[]
  /** Above it a refinement counts as good. In [0, 1). Default 0.5. */
  readonly gate?: number
  /** What a study measured beside the run. Default: nothing. */
  readonly heldOut?: readonly HeldOutRates[]
}

/**
 * How a run came to what it teaches: every answer, vote and refinement, with the reports of its rounds. Throws a `SelfPlayError`
 * `INVALID_OUTCOMES` for outcomes that do not hang together, or are not as many as the reports say.
 */
export function lineageOf({ name, outcomes, reports, gate = 0.5, heldOut = [] }: LineageSource): Lineage {
  const prompts = outcomes.map(promptOf)
  for (const report of reports) checkCounts(report, prompts)
  return { format: LINEAGE_FORMAT, version: LINEAGE_VERSION, name, gate, rounds: reports, heldOut, prompts }
}

function promptOf(outcome: PromptOutcome): PromptLineage {
  const { round, id, prompt, samples, negative, refinement, dropped } = outcome
  return {
    round,
    id,
    prompt,
    answers: samples.map(answerOf),
    refined: negative,
    tree: refinement === null ? null : treeOf(outcome, refinement),
    dropped,
  }
}

function answerOf({ response, judged }: Sample): AnswerLineage {
  const { ballots } = judged
  if (!isJudged(judged))
    return { response, value: null, follows: null, undecided: judged.undecided, critique: null, ballots }
  const { value, follows, critique } = judged
  return { response, value, follows, undecided: null, critique, ballots }
}

/** The search's tree under the answer that it began with. */
function treeOf({ round, id, samples, negative }: PromptOutcome, refinement: Refinement): RefinementTree {
  const { search, reason, nodes, final, value, lost, usage } = refinement
  const refuse = (got: string, expected: string): never => {
    throw new SelfPlayError('INVALID_OUTCOMES', `round ${round}, prompt ${id}: got ${got}, expected ${expected}`)
  }
  const failed = samples[negative ?? NONE]
  if (failed === undefined || !isJudged(failed.judged))
    return refuse(`a refinement of answer ${negative}`, 'one of an answer that was judged')
  const { critique, value: failedValue, ballots } = failed.judged
  const seen = new Set([ROOT])
  for (const { node, parent } of nodes) {
    if (seen.has(node)) return refuse(`node ${node} twice`, 'each once')
    if (!seen.has(parent)) return refuse(`node ${node} below ${parent}`, 'a parent before its child')
    seen.add(node)
  }
  if (!seen.has(final)) return refuse(`final node ${final}`, 'one of the tree')
  const root = { node: ROOT, parent: null, depth: 0, response: failed.response, reply: null, critique, ballots }
  return { search, reason, nodes: [{ ...root, value: failedValue }, ...nodes], final, value, lost, usage }
}

/** What a reader counts must be what the reports say. */
function checkCounts({ round, ...said }: RoundReport, prompts: readonly PromptLineage[]): void {
  const own = prompts.filter((prompt) => prompt.round === round)
  const counted = {
    prompts: own.length,
    answers: own.reduce((sum, { answers }) => sum + answers.length, 0),
    searches: own.filter(({ tree }) => tree !== null).length,
  }
  for (const what of ['prompts', 'answers', 'searches'] as const) {
    if (counted[what] === said[what]) continue
    const message = `round ${round}: got ${counted[what]} ${what}, expected ${said[what]} by its report`
    throw new SelfPlayError('INVALID_OUTCOMES', message)
  }
}

import { keyedDraw, type Envelope } from '@espalier/core'
import { seedOf } from '../hash.ts'
import { refineSearch } from '../refine/refine-search.ts'
import { judgeResponse, type Table } from '../roles/judge-response.ts'
import { isJudged, type Judgement } from '../roles/tally.ts'
import { RoleFailure } from './desk.ts'
import type { DropReason, PromptOutcome, Sample, Stage } from './outcome.ts'
import type { PromptRow } from './prompts.ts'

/** Who is told how far a prompt has come. */
export interface PromptWatch {
  /** The prompt comes to this stage. */
  enter(stage: Stage, id: string): void
  /** It is through with it, and what that came to in numbers. */
  pass(stage: Stage, id: string, counts: Readonly<Record<string, number>>): void
  drop(stage: Stage, id: string, reason: DropReason): void
  readonly onSearchEvent?: (search: string, envelope: Envelope) => void
}

/**
 * Takes one prompt through a round (Cheng 2025, §2.3): answers are sampled, judged, one that does not follow the prompt is picked, and refined by
 * search. A role that fails drops the prompt; a halt rejects.
 */
export async function playPrompt(table: Table, row: PromptRow, watch: PromptWatch): Promise<PromptOutcome> {
  const { round, seed } = table
  const { id, prompt } = row
  let outcome: PromptOutcome = { round, id, prompt, samples: [], negative: null, refinement: null, dropped: null }
  let stage: Stage = 'sample'
  const drop = (reason: DropReason): PromptOutcome => {
    watch.drop(stage, id, reason)
    return { ...outcome, dropped: { stage, reason } }
  }
  const next = (to: Stage, counts: Readonly<Record<string, number>>): void => {
    watch.pass(stage, id, counts)
    stage = to
    watch.enter(stage, id)
  }

  try {
    watch.enter(stage, id)
    const responses = await sampleResponses(table, row)
    if (responses.length === 0) return drop('no-response')
    next('judge', { responses: responses.length })
    const samples = await Promise.all(
      responses.map(async (response): Promise<Sample> => ({
        response,
        judged: await judgeResponse(table, 'judge', prompt, response),
      })),
    )
    outcome = { ...outcome, samples }
    const judged = samples.filter((sample) => isJudged(sample.judged))
    if (judged.length === 0) return drop('undecided')
    next('pick', { judged: judged.length, undecided: samples.length - judged.length })
    const negatives = samples.flatMap(({ judged }, i) => (isJudged(judged) && !judged.follows ? [i] : []))
    if (negatives.length === 0) return drop('no-negative')
    const negative = negatives[Math.floor(keyedDraw(seedOf(seed, round, 'pick', id), 0, 0) * negatives.length)]!
    outcome = { ...outcome, negative }
    next('refine', { negatives: negatives.length })
    const { response, judged: judgement } = samples[negative]!
    const problem = { prompt, response, judgement: judgement as Judgement }
    const refinement = await refineSearch(table, id, problem, (envelope) =>
      watch.onSearchEvent?.(`round-${round}-${id}`, envelope),
    )
    outcome = { ...outcome, refinement }
    if (refinement.nodes.length === 0) return drop('no-refinement')
    watch.pass(stage, id, { nodes: refinement.nodes.length, value: refinement.value })
    return outcome
  } catch (error) {
    if (error instanceof RoleFailure) return drop(`${error.request.role}-failed`)
    throw error
  }
}

async function sampleResponses({ round, seed, settings, desk }: Table, { id, prompt }: PromptRow): Promise<string[]> {
  const { texts } = await desk.call({
    round,
    stage: 'sample',
    role: 'actor',
    messages: [{ role: 'user', content: prompt }],
    sampling: { ...settings.sample, seed: seedOf(seed, round, 'actor', id) },
    index: 0,
  })
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}

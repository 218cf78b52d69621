import { NO_USAGE, addUsage, type ExpandFn, type Proposal, type Rejection, type Trial } from '@espalier/core'
import { seedOf } from '../hash.ts'
import { judgeResponse, type Table } from '../roles/judge-response.ts'
import { readRefinement } from '../roles/read-refinement.ts'
import { isJudged } from '../roles/tally.ts'
import { refineMessages } from '../roles/templates.ts'
import type { CallEntry, CallRequest } from '../record/entry.ts'
import type { Draft, RefineStep } from './refinement.ts'

/** Why a refinement came to nothing: the refiner wrote none, or its votes decided nothing. As the log has it. */
export type LossReason = 'unwritten' | 'tied' | 'unread'

type Tried = { readonly proposal: Proposal<RefineStep> } | { readonly rejection: Rejection }

/**
 * Refines a draft as often as the search wants, and has each refinement judged at once: nodes are born with their values. The draft's own
 * value was measured before, so asking for it costs nothing. All refinements of a trial are under way together.
 */
export function refineExpand(table: Table, id: string, prompt: string): ExpandFn<Draft, RefineStep> {
  const { settings } = table
  return async (trial) => {
    let usage = NO_USAGE
    const call = async (request: CallRequest): Promise<CallEntry> => {
      const entry = await table.desk.call(request)
      usage = addUsage(usage, entry.usage)
      return entry
    }
    const counted: Table = { ...table, desk: { call } }
    const tried = await Promise.all(
      Array.from({ length: trial.want }, (_, k) => refineOnce(counted, id, prompt, trial, k)),
    )
    const proposals = tried.flatMap((one) => ('proposal' in one ? [one.proposal] : []))
    const rejected = tried.flatMap((one) => ('rejection' in one ? [one.rejection] : []))
    const isBarren = settings.refine.algorithm.isFixed && proposals.length === 0 && trial.want > 0
    return {
      value: trial.evaluate ? trial.state.value : null,
      proposals,
      rejected,
      usage,
      ...(isBarren ? { exhausted: true } : {}),
    }
  }
}

async function refineOnce(table: Table, id: string, prompt: string, trial: Trial<Draft>, k: number): Promise<Tried> {
  const { round, seed, settings, desk } = table
  const { temperature, topP, maxTokens, tries } = settings.refine
  const { response, critique } = trial.state
  const messages = refineMessages(settings.templates, prompt, response, critique)
  let reply = ''
  for (let index = 0; index < tries; index++) {
    const seeded = { n: 1, temperature, topP, maxTokens, seed: seedOf(seed, round, 'refiner', id, trial.id, k, index) }
    const { texts } = await desk.call({ round, stage: 'refine', role: 'refiner', messages, sampling: seeded, index })
    reply = texts[0] ?? ''
    const refined = readRefinement(reply)
    if (refined === null) continue
    const judgement = await judgeResponse(table, 'refine', prompt, refined)
    if (!isJudged(judgement)) return { rejection: { label: refined, reason: judgement.undecided } }
    return { proposal: { step: { response: refined, reply, judgement }, prior: 1 } }
  }
  return { rejection: { label: reply, reason: 'unwritten' satisfies LossReason } }
}

import {
  lineageOf,
  openRecord,
  recordInMemory,
  roundReport,
  selfPlay,
  shareOf,
  verifyOutcomes,
  type Lineage,
  type SelfPlayOptions,
} from '@espalier/self-play'
import { follows, letterPrompts, letterRoles } from './letters.ts'

interface LineageRequest extends Partial<SelfPlayOptions> {
  readonly count?: number
  /** Measures held-out prompts before the first round and after each. */
  readonly isStudy?: boolean
}

/** The lineage of a real run of the world of letters. */
export async function letterLineage({
  count = 24,
  isStudy = false,
  ...options
}: LineageRequest = {}): Promise<Lineage> {
  const prompts = letterPrompts(count)
  const record = await openRecord(recordInMemory())
  const { outcomes, data } = await selfPlay({ prompts, roles: letterRoles(), record, ...options })
  const verification = await verifyOutcomes(outcomes, ({ prompt }, letter) => follows(prompt, letter))
  const reports = data.map((round) => roundReport(round, outcomes, verification))
  const heldOut = isStudy ? await Promise.all([0, ...reports.map(({ round }) => round)].map(measure)) : []
  return lineageOf({ name: 'letters', outcomes, reports, heldOut })
}

/** What first answers and searches come to on prompts of their own, with seeds of their own for each round. */
async function measure(round: number) {
  const { outcomes } = await selfPlay({
    prompts: letterPrompts(30),
    roles: letterRoles(),
    record: await openRecord(recordInMemory()),
    seed: 1000 + round,
    sample: { n: 1 + round },
  })
  const passes = (answer: (outcome: (typeof outcomes)[number]) => string | undefined) =>
    shareOf(outcomes.map((outcome) => follows(outcome.prompt, answer(outcome) ?? '')))
  return {
    round,
    greedy: passes(({ samples }) => samples[0]?.response),
    searched: passes(
      ({ samples, refinement }) =>
        refinement?.nodes.find(({ node }) => node === refinement.final)?.response ?? samples[0]?.response,
    ),
  }
}

import {
  isJudged,
  openRecord,
  recordInMemory,
  selfPlay,
  type PromptOutcome,
  type PromptRow,
  type Roles,
} from '@espalier/self-play'
import { parseWording, verifyWording } from '@espalier/tasks'
import { WORDING_TEMPLATES } from '../../self-play/wording-roles.ts'

/** How an answer to a held-out prompt was come to. */
export const WAYS = ['greedy', 'sampled', 'best of 5', 'tree search'] as const
export type Way = (typeof WAYS)[number]

export interface Measured {
  /** For each prompt, whether the answer does all that it asks, by the exact verifier. */
  readonly follows: Readonly<Record<Way, readonly boolean[]>>
  /** Completions for a prompt in the mean: answers, votes and refinements. */
  readonly completions: Readonly<Record<Way, number>>
  /** What the judge said of the searches' answers. */
  readonly rated: readonly boolean[]
}

/** Answers held-out prompts in four ways. Nothing but the verifier at the end looks at more than the models' words. */
export async function measure(roles: Roles, prompts: readonly PromptRow[], seed: number): Promise<Measured> {
  const searched = await play(roles, prompts, seed, { n: 1, temperature: 0 }, {})
  const voted = await play(roles, prompts, seed, { n: 5 }, { branch: 1, maxDepth: 1, maxRefinements: 1 })
  const passes = (outcomes: readonly PromptOutcome[], answer: (outcome: PromptOutcome) => string): boolean[] =>
    outcomes.map((outcome) => verifyWording(parseWording(outcome.prompt), answer(outcome)).follows)
  const first = ({ samples }: PromptOutcome): string => samples[0]?.response ?? ''
  return {
    follows: {
      greedy: passes(searched.outcomes, first),
      sampled: passes(voted.outcomes, first),
      'best of 5': passes(voted.outcomes, bestVoted),
      'tree search': passes(searched.outcomes, refined),
    },
    completions: {
      greedy: 1,
      sampled: 1,
      'best of 5': (voted.completions.sample + voted.completions.judge) / prompts.length,
      'tree search':
        (searched.completions.sample + searched.completions.judge + searched.completions.refine) / prompts.length,
    },
    rated: searched.outcomes.map(saysGood),
  }
}

function bestVoted({ samples }: PromptOutcome): string {
  let best = { response: samples[0]?.response ?? '', value: -1 }
  for (const { response, judged } of samples) {
    const value = isJudged(judged) ? judged.value : -1
    if (value > best.value) best = { response, value }
  }
  return best.response
}

function refined({ samples, refinement }: PromptOutcome): string {
  const final = refinement?.nodes.find(({ node }) => node === refinement.final)
  return final?.response ?? samples[0]?.response ?? ''
}

function saysGood({ samples, refinement }: PromptOutcome): boolean {
  if (refinement !== null) return refinement.value > 0.5
  const judged = samples[0]?.judged
  return judged !== undefined && isJudged(judged) && judged.follows
}

async function play(
  roles: Roles,
  prompts: readonly PromptRow[],
  seed: number,
  sample: { readonly n: number; readonly temperature?: number },
  refine: object,
) {
  const completions = { sample: 0, judge: 0, refine: 0 }
  const { outcomes } = await selfPlay({
    roles,
    prompts,
    seed,
    record: await openRecord(recordInMemory()),
    templates: WORDING_TEMPLATES,
    sample,
    refine,
    slots: 8,
  })
  for (const { samples, refinement } of outcomes) {
    completions.sample += samples.length
    completions.judge += samples.reduce((sum, { judged }) => sum + votesIn(judged.ballots), 0)
    for (const { ballots } of refinement?.nodes ?? []) completions.refine += 1 + votesIn(ballots)
  }
  return { outcomes, completions }
}

const votesIn = (ballots: readonly { readonly verdicts: readonly unknown[] }[]): number =>
  ballots.reduce((sum, { verdicts }) => sum + verdicts.length, 0)

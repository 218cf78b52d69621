import { addUsage, NO_USAGE, type Usage } from '@espalier/core'
import type { TrainingData } from '../data/rows.ts'
import { spreadOf, type Spread } from '../export/statistics.ts'
import type { DropReason, PromptOutcome } from '../pipeline/outcome.ts'
import { isJudged } from '../roles/tally.ts'
import { differenceOf, shareOf, type Estimate } from './interval.ts'
import type { CheckedAnswer, Verification } from './verify-outcomes.ts'

/** How the judge's word stands against the program's. */
export interface Honesty {
  /** Share that the judge says are good. */
  readonly rated: Estimate
  /** Share that are. */
  readonly verified: Estimate
  /** The first less the second: above 0, the judge flatters. SPaR's refiner: 0.115 (Cheng 2025, Table 3). */
  readonly overRating: Estimate
  /** Share on which both agree. */
  readonly agreement: Estimate
}

export interface RoundReport {
  readonly round: number
  readonly prompts: number
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  readonly answers: number
  /** Answers that no vote decided on. */
  readonly undecided: number
  /** Share of all votes on answers that could not be read. */
  readonly unreadVotes: Estimate | null
  readonly searches: number
  /** Share of the searches that ended above the gate. */
  readonly solved: Estimate | null
  /** Nodes of a search, its root among them, and what it cost: the paper reports neither. */
  readonly nodes: Spread | null
  readonly searchUsage: Usage
  readonly pairs: number
  readonly examples: number
  /** Null without a verifier, or where it could say nothing. */
  readonly answersHonesty: Honesty | null
  readonly refinementsHonesty: Honesty | null
}

/** What a round came to, for people. `verification`: what the program says, where there is one. */
export function roundReport(
  data: TrainingData,
  outcomes: readonly PromptOutcome[],
  verification: Verification | null,
): RoundReport {
  const { round, pairs, examples } = data
  const own = outcomes.filter((outcome) => outcome.round === round)
  const samples = own.flatMap((outcome) => outcome.samples)
  const searches = own.flatMap(({ refinement }) => (refinement === null ? [] : [refinement]))
  const votes = samples.flatMap(({ judged }) => judged.ballots.flatMap(({ verdicts }) => verdicts))
  const dropped: Partial<Record<DropReason, number>> = {}
  for (const { dropped: drop } of own) if (drop !== null) dropped[drop.reason] = (dropped[drop.reason] ?? 0) + 1
  const solvedPrompts = new Set(pairs.map(({ provenance }) => provenance.search))
  const honesty = (kind: CheckedAnswer['kind']): Honesty | null =>
    honestyOf((verification?.checked ?? []).filter((one) => one.round === round && one.kind === kind))
  return {
    round,
    prompts: own.length,
    dropped,
    answers: samples.length,
    undecided: samples.filter(({ judged }) => !isJudged(judged)).length,
    unreadVotes: votes.length === 0 ? null : shareOf(votes.map((vote) => vote === null)),
    searches: searches.length,
    solved: shareOf(searches.map(({ search }) => solvedPrompts.has(search))),
    nodes: spreadOf(searches.map(({ nodes }) => nodes.length + 1)),
    searchUsage: searches.map(({ usage }) => usage).reduce(addUsage, NO_USAGE),
    pairs: pairs.length,
    examples: examples.length,
    answersHonesty: honesty('answer'),
    refinementsHonesty: honesty('refinement'),
  }
}

function honestyOf(checked: readonly CheckedAnswer[]): Honesty | null {
  if (checked.length === 0) return null
  return {
    rated: shareOf(checked.map(({ rated }) => rated))!,
    verified: shareOf(checked.map(({ verified }) => verified))!,
    overRating: differenceOf(checked.map(({ rated, verified }) => [rated, verified] as const))!,
    agreement: shareOf(checked.map(({ rated, verified }) => rated === verified))!,
  }
}

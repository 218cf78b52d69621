import type { Json } from '@espalier/core'

/** A vote as a detail has it. */
export interface ShownVote {
  /** In [0, 1]; null for one that could not be read. */
  readonly value: number | null
  /** The verdict in its own words; null where there was none. */
  readonly said: string | null
  /** The whole reply; empty for one that never came. */
  readonly reply: string
}

export interface ShownVotes {
  /** Why nothing was decided; null where it was. */
  readonly undecided: string | null
  /** Rounds of votes; the last one decided. */
  readonly ballots: readonly (readonly ShownVote[])[]
  /** Share of the pairs of votes that could be read, of the last round, that say the same; null with fewer than two. */
  readonly agreement: number | null
}

type Fields = Readonly<Record<string, Json | undefined>>

/** The rounds of votes in a detail, wherever an evaluator put them; null where it rests on none. */
export function votesOf(detail: Json): ShownVotes | null {
  const fields = fieldsOf(detail)
  if (fields === null) return null
  const { type, ballots, undecided } = fields
  if (type === 'votes' && Array.isArray(ballots)) {
    const rounds = (ballots as readonly Json[]).map((ballot) => (Array.isArray(ballot) ? ballot : []).map(voteOf))
    return {
      undecided: typeof undecided === 'string' ? undecided : null,
      ballots: rounds,
      agreement: agreementOf(rounds.at(-1) ?? []),
    }
  }
  // A failed judge's own, the judge's half of a trial, or that of a judge behind a verifier.
  const inner = fields['evaluation'] ?? (type === 'mixed' ? fields['detail'] : undefined)
  return inner === undefined ? null : votesOf(inner)
}

function fieldsOf(detail: Json): Fields | null {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Fields) : null
}

function voteOf(vote: Json): ShownVote {
  const { value, said, reply } = fieldsOf(vote) ?? {}
  return {
    value: typeof value === 'number' ? value : null,
    said: typeof said === 'string' ? said : null,
    reply: typeof reply === 'string' ? reply : '',
  }
}

function agreementOf(ballot: readonly ShownVote[]): number | null {
  const read = ballot.flatMap(({ value }) => (value === null ? [] : [value]))
  const pairs = (read.length * (read.length - 1)) / 2
  if (pairs === 0) return null
  const counts = new Map<number, number>()
  for (const value of read) counts.set(value, (counts.get(value) ?? 0) + 1)
  const same = [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  return same / pairs
}

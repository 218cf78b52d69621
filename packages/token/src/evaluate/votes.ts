import type { Json } from '@espalier/core'
import type { ModelReply } from '../provider/model-call.ts'
import { readSaid, withoutThoughts } from './read-said.ts'
import type { Scale } from './scale.ts'

/** One reply of a judge. */
export interface Vote {
  /** In [0, 1]; null for a reply that could not be read, or that never came. */
  readonly value: number | null
  /** What it said on the scale, as it said it. */
  readonly said: string | null
  /** The whole reply. */
  readonly reply: string
}

/** One round of votes: as many as were asked for. */
export type Ballot = readonly Vote[]

/** Votes of a round by what became of them. */
export interface VoteCount {
  readonly asked: number
  readonly read: number
  readonly unread: number
}

export function countVotes(ballot: Ballot): VoteCount {
  const read = ballot.filter(({ value }) => value !== null).length
  return { asked: ballot.length, read, unread: ballot.length - read }
}

export interface BallotRules {
  readonly scale: Scale
  readonly mark: string
  readonly key: string
  readonly quotes: readonly string[]
}

/** The votes in a reply to a call for `asked` samples. Samples that did not come are votes that could not be read. */
export function votesIn({ samples }: ModelReply, asked: number, { scale, mark, key, quotes }: BallotRules): Ballot {
  return Array.from({ length: asked }, (_, i) => {
    const sample = samples[i]
    if (sample === undefined) return { value: null, said: null, reply: '' }
    const said = readSaid(sample.text, { mark, key, quotes, isCut: sample.finish === 'length' })
    return { value: said === null ? null : scale.read(said), said, reply: sample.text }
  })
}

/** What a round comes to. */
export type Decision =
  | { readonly value: number; readonly critique: string | null }
  /** As many for as against, or nothing that could be read. */
  | { readonly undecided: 'tied' | 'unread' }

/**
 * The mean of the votes that could be read: of Yes and No yes / (yes + no). The critique is the first reply that says what the majority says, or, on
 * other scales, one of those nearest to the mean; without the line of the judgement.
 */
export function decide(ballot: Ballot, scale: Scale): Decision {
  const read = ballot.filter((vote): vote is Vote & { readonly value: number } => vote.value !== null)
  if (read.length === 0) return { undecided: 'unread' }
  const value = read.reduce((sum, vote) => sum + vote.value, 0) / read.length
  if (value === scale.tie) return { undecided: 'tied' }
  const nearest = Math.min(...read.map((vote) => Math.abs(vote.value - value)))
  const { reply } = read.find((vote) => Math.abs(vote.value - value) === nearest)!
  return { value, critique: critiqueIn(reply) }
}

/** What a reply says beside its judgement; null for nothing. */
export function critiqueIn(reply: string): string | null {
  const words = withoutThoughts(reply, [])
    .split('\n')
    .filter((line) => !/^[\s*_#`-]*Final Judge?ment\b/i.test(line))
    .join('\n')
    .trim()
  return words === '' ? null : words
}

/** Rounds of votes as the detail of a node has them. */
export function ballotsDetail(ballots: readonly Ballot[]): Json {
  return ballots.map((ballot) => ballot.map(({ value, said, reply }) => ({ value, said, reply })))
}

import type { Ballot } from '@espalier/protocol'
import { plural } from '../parts/format.ts'

type Verdict = Ballot['verdicts'][number]

const MARKS = { yes: '✓', no: '✗', unread: '?' } as const
/** More votes than these are counted, not shown one by one. */
const MOST_MARKS = 9

export interface Counted {
  readonly yes: number
  readonly no: number
  readonly unread: number
}

/** The votes that decided: the last round of them. */
export function lastVotes(ballots: readonly Ballot[]): Counted {
  return countVotes(ballots.at(-1)?.verdicts ?? [])
}

function countVotes(verdicts: readonly Verdict[]): Counted {
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length
  return { yes: count('yes'), no: count('no'), unread: count(null) }
}

export function votesText({ yes, no, unread }: Counted): string {
  return [`${yes} yes`, `${no} no`, ...(unread === 0 ? [] : [`${unread} unread`])].join(', ')
}

/** A round of votes: a mark each, or how many there are of each kind. */
export function VoteMarks({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const counted = countVotes(verdicts)
  return (
    <span className="votes" role="img" aria-label={`Votes: ${votesText(counted)}`} title={votesText(counted)}>
      {verdicts.length <= MOST_MARKS
        ? verdicts.map((verdict, i) => (
            <span key={i} className={verdict ?? 'unread'}>
              {MARKS[verdict ?? 'unread']}
            </span>
          ))
        : (['yes', 'no', 'unread'] as const)
            .filter((kind) => counted[kind] > 0)
            .map((kind) => (
              <span key={kind} className={kind}>
                {counted[kind]}&thinsp;{MARKS[kind]}
              </span>
            ))}
    </span>
  )
}

/** The votes that decided, and how many rounds of votes came to nothing before. */
export function Votes({ ballots }: { readonly ballots: readonly Ballot[] }) {
  const before = ballots.length - 1
  return (
    <>
      <VoteMarks verdicts={ballots.at(-1)?.verdicts ?? []} />
      {before > 0 ? <span className="dim"> after {plural(before, 'round')} that decided nothing</span> : null}
    </>
  )
}

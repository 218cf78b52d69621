import type { Json } from '@espalier/core'
import { votesOf, type ShownVote, type ShownVotes } from '@espalier/protocol'
import { formatCount, formatPercent, formatValue } from '../parts/format.ts'

/** Kinds of details by what they are to people. */
const NAMES: Readonly<Record<string, string>> = {
  rubric: 'Ratings',
  'process-reward': 'Scores of the steps',
  'token-reward': 'Scores of the steps',
  confidence: 'Confidence',
  consistency: 'Answers of other samples',
  'generated-verifier': 'A verifier that a model wrote',
  'code-tests': 'Tests',
  seating: 'Constraints',
}

/** What the value of a trial rests on: every vote as it was cast, or else the detail as its evaluator told it. */
export function Evidence({ detail }: { readonly detail: Json }) {
  const votes = votesOf(detail)
  if (votes !== null) return <Votes votes={votes} />
  return (
    <details className="evidence">
      <summary>{nameOf(detail)}</summary>
      <pre className="number">{JSON.stringify(detail, null, 1)}</pre>
    </details>
  )
}

function Votes({ votes: { ballots, undecided, agreement } }: { readonly votes: ShownVotes }) {
  return (
    <section className="evidence" aria-label="Votes">
      {ballots.map((ballot, round) => (
        <div key={round}>
          <h3>
            {ballots.length === 1 ? 'Votes' : `Votes, round ${round + 1} of ${ballots.length}`}
            <span className="number"> {countText(ballot)}</span>
          </h3>
          <ol className="votes">
            {ballot.map((vote, i) => (
              <li key={i}>
                <Vote vote={vote} />
              </li>
            ))}
          </ol>
        </div>
      ))}
      <p className="dim number">
        {undecided === null ? '' : `Undecided: ${undecided}. `}
        {agreement === null ? '' : `Agreement ${formatPercent(agreement)} of the pairs of votes.`}
      </p>
    </section>
  )
}

function Vote({ vote: { value, said, reply } }: { readonly vote: ShownVote }) {
  const verdict =
    value === null ? (
      <span className="badge vote-unread">not read</span>
    ) : (
      <span className="badge number">{formatValue(value)}</span>
    )
  const words = <span className="cut">{said ?? (reply === '' ? 'no reply came' : 'no verdict in it')}</span>
  if (reply === '')
    return (
      <p className="vote">
        {verdict} {words}
      </p>
    )
  return (
    <details>
      <summary className="vote">
        {verdict} {words}
      </summary>
      <p className="prose">{reply}</p>
    </details>
  )
}

function countText(ballot: readonly ShownVote[]): string {
  const read = ballot.filter(({ value }) => value !== null).length
  return read === ballot.length ? formatCount(read) : `${formatCount(read)} of ${formatCount(ballot.length)} read`
}

function nameOf(detail: Json): string {
  const { evaluation = detail, generation } = Object(detail) as Readonly<Record<string, Json | undefined>>
  const { type } = Object(evaluation) as Readonly<Record<string, Json | undefined>>
  if (typeof type === 'string') return NAMES[type] ?? type
  return generation === undefined ? 'Details' : 'What the steps rest on'
}

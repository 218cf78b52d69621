import type { AnswerLineage, PromptLineage } from '@espalier/protocol'
import { Icon } from '../parts/icon.tsx'
import { ValueChip } from '../parts/value-chip.tsx'
import { LongText } from './long-text.tsx'
import { lastVotes, Votes } from './votes.tsx'

/** All that the actor answered, with the votes on it. */
export function Answers({ prompt: { answers, refined } }: { readonly prompt: PromptLineage }) {
  if (answers.length === 0) return <p className="dim">There is no answer to look at.</p>
  return (
    <ol className="answers">
      {answers.map((answer, i) => (
        <Answer key={i} answer={answer} number={i + 1} isRefined={i === refined} />
      ))}
    </ol>
  )
}

interface AnswerProps {
  readonly answer: AnswerLineage
  readonly number: number
  readonly isRefined: boolean
}

function Answer({ answer, number, isRefined }: AnswerProps) {
  const { response, value, undecided, critique, ballots } = answer
  const votes = lastVotes(ballots)
  return (
    <li className={isRefined ? 'is-refined' : ''}>
      <details>
        <summary>
          <Icon name="forward" size={12} />
          <span className="answer-number dim number">{number}</span>
          <ValueChip value={value} visits={votes.yes + votes.no} />
          <Votes ballots={ballots.slice(-1)} />
          <span className="answer-line cut" dir="auto">
            {response}
          </span>
          {isRefined ? <span className="tag">refined below</span> : null}
          {undecided === null ? null : <span className="tag">{undecided === 'tied' ? 'tied' : 'votes unread'}</span>}
        </summary>
        <div className="answer-more">
          <LongText text={response} />
          {ballots.length > 1 ? (
            <p>
              <Votes ballots={ballots} />
            </p>
          ) : null}
          {critique === null ? null : (
            <>
              <h3>What the judge wrote</h3>
              <LongText text={critique} className="dim" />
            </>
          )}
        </div>
      </details>
    </li>
  )
}

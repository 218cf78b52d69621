import type { Json, NodeId } from '@espalier/core'
import { formatCount, formatValue } from '../parts/format.ts'
import { useSession, useShown } from '../workspace/session-context.ts'
import { Evidence } from './evidence.tsx'
import type { TrialRecord } from './node-events.ts'
import { useEvidence } from './use-evidence.ts'

/** The newest ones are what is looked for. */
const MAX_TRIALS = 50

/** What was asked at this node, and what came back: values, critiques, votes, refusals, failures, tokens. */
export function TrialsTab({ node }: { readonly node: NodeId }) {
  const { store } = useShown()
  const { nodeEvents } = useSession()
  const trials = nodeEvents.trials(node, store.shownSeq)
  const details = useEvidence(node, trials.filter(({ end }) => end !== null).length)
  if (trials.length === 0) return <p className="panel-none dim">No trial has been at this node yet.</p>
  return (
    <ol className="trials" aria-label="Trials at this node">
      {trials
        .slice(-MAX_TRIALS)
        .reverse()
        .map((trial) => (
          <li key={trial.trial}>
            <TrialCard trial={trial} detail={trial.end === null ? undefined : details.get(trial.trial)} />
          </li>
        ))}
    </ol>
  )
}

function TrialCard({
  trial: { trial, evaluate, want, end },
  detail,
}: {
  readonly trial: TrialRecord
  readonly detail: Json | undefined
}) {
  const { value = null, critique = null, rejected = [], error = null, usage = null } = end ?? {}
  const asked = [evaluate ? 'a value' : null, want > 0 ? `${want} ${want === 1 ? 'step' : 'steps'}` : null].filter(
    (x) => x !== null,
  )
  return (
    <article className={error === null ? 'trial' : 'trial failed'}>
      <h2>
        Trial {formatCount(trial)}{' '}
        <span className="dim">asked for {asked.length === 0 ? 'nothing' : asked.join(' and ')}</span>
      </h2>
      {end === null ? <p className="running-text">Under way</p> : null}
      {error === null ? null : (
        <p className="error-text">
          Failed ({error.code}): {error.message}
        </p>
      )}
      {value === null ? null : <p>Value {formatValue(value)}</p>}
      {critique === null ? null : (
        <div>
          <h3>Critique</h3>
          <p className="prose">{critique}</p>
        </div>
      )}
      {detail === undefined ? null : <Evidence detail={detail} />}
      {rejected.length === 0 ? null : (
        <div>
          <h3>Refused</h3>
          <ul className="refusals">
            {rejected.map(({ label, reason }, i) => (
              <li key={i}>
                <code>{label === '' ? '(empty)' : label}</code> <span className="dim">{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {usage === null ? null : (
        <p className="dim number">
          {formatCount(usage.calls)} {usage.calls === 1 ? 'call' : 'calls'}, {formatCount(usage.promptTokens)} tokens
          read, {formatCount(usage.completionTokens)} written
        </p>
      )}
    </article>
  )
}

import { useCallback } from 'react'
import type { NodeId } from '@espalier/core'
import type { ThoughtDetail } from '@espalier/protocol'
import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { formatCount, formatPercent } from '../parts/format.ts'
import { EmptyState } from '../parts/notice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { ValueChip } from '../parts/value-chip.tsx'
import { isOver } from '../workspace/connection.ts'
import { useSession, useSessionState, useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { entropyText, standingText, stepText } from './thought-text.ts'
import './thoughts.css'

/** The vector of a node: what it reads as, how it came about, what it is worth, what is near it, and how well its line stands. */
export function ThoughtTab({ node }: { readonly node: NodeId }) {
  const { looks } = useSession()
  const isEnded = isOver(useSessionState())
  const load = useCallback(() => looks.look(node, isEnded), [looks, node, isEnded])
  const { value, error, loading, reload } = useLoaded(load)
  const { tree } = useShown().store.fold
  if (value !== null) return <Thought thought={value} label={tree.label(node)} />
  if (loading) {
    return (
      <div className="thought" role="status">
        <span className="unseen">Making the thought again</span>
        <p className="step-label">{tree.label(node)}</p>
        {[80, 55, 70, 40].map((width) => (
          <div key={width} className="skeleton thought-skeleton" style={{ width: `${width}%` }} />
        ))}
      </div>
    )
  }
  return (
    <EmptyState
      icon="warning"
      title="The thought could not be made again"
      actions={
        <Button icon="again" onClick={reload}>
          Try again
        </Button>
      }
    >
      {errorText(error)}
    </EmptyState>
  )
}

function Thought({ thought, label }: { readonly thought: ThoughtDetail; readonly label: string }) {
  const { readOut, entropy, step, values, conclusion } = thought
  const { standing, about } = standingText(conclusion)
  const highest = readOut[0]?.probability ?? 1
  return (
    <div className="thought">
      <h2 className="step-label">{label}</h2>
      <p className="thought-step">{stepText(step)}</p>
      <div className="standing">
        <span className={`badge standing-${standing}`}>{standing}</span>
        <span>{about}</span>
      </div>
      {conclusion === null ? null : (
        <ol className="statements" aria-label="Statements that the line reads as">
          {conclusion.statements.map((statement, i) => (
            <li key={i}>{statement}</li>
          ))}
        </ol>
      )}
      <section aria-labelledby="thought-reads">
        <h3 id="thought-reads">Reads as</h3>
        <ol className="read-out" aria-labelledby="thought-reads">
          {readOut.map(({ symbol, probability }) => (
            <li key={symbol}>
              <span className="cut">{symbol}</span>
              <i aria-hidden="true">
                <b style={{ width: `${highest === 0 ? 0 : (probability / highest) * 100}%` }} />
              </i>
              <span className="number">{formatPercent(probability)}</span>
            </li>
          ))}
        </ol>
        <p className="thought-note dim">
          Entropy {entropyText(entropy)}. What the vector is read out as, which need not be what it is used for.
        </p>
      </section>
      <section aria-labelledby="thought-values">
        <h3 id="thought-values">Values</h3>
        <dl className="statistics">
          <div title="What the value head says of this vector">
            <dt>Value head</dt>
            <dd className="number">{values.head === null ? 'none' : <ValueChip value={values.head} visits={1e6} />}</dd>
          </div>
          <div title="How likely the next symbol is one of the two that end the line">
            <dt>Ends the line next</dt>
            <dd className="number">
              <ValueChip value={values.implicit} visits={1e6} />
            </dd>
          </div>
        </dl>
      </section>
      <Nearest thought={thought} />
    </div>
  )
}

/** Other thoughts of the search, as far as they are there at the place in the log that is shown. */
function Nearest({ thought: { nearest, events } }: { readonly thought: ThoughtDetail }) {
  const { store } = useShown()
  const { select, hover } = useWorkspaceView()
  const { tree } = store.fold
  const there = nearest.filter(({ node }) => node < tree.size)
  return (
    <section aria-labelledby="thought-nearest">
      <h3 id="thought-nearest">Nearest thoughts</h3>
      {there.length === 0 ? (
        <p className="dim">{nearest.length === 0 ? 'It is the only one so far.' : 'They come later in the log.'}</p>
      ) : (
        <ul className="nearest" aria-labelledby="thought-nearest">
          {there.map(({ node, cosine }) => (
            <li key={node}>
              <button
                type="button"
                onClick={() => select(node)}
                onPointerEnter={() => hover.set(node)}
                onPointerLeave={() => hover.set(null)}
              >
                <span className="cut">{tree.label(node)}</span>
                <span className="dim number">#{node}</span>
                <span className="number" title="Cosine of the angle between the two">
                  {cosine.toFixed(3)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="thought-note dim">By cosine, as of event {formatCount(events)}.</p>
    </section>
  )
}

import { Flag } from '@espalier/core'
import { ValueChip } from '../parts/value-chip.tsx'
import { useShown } from './session-context.ts'
import { useWorkspaceView } from './view-context.ts'

/** The line that the search stands for now, as text to be read. A click on a step selects its node. */
export function BestPath({ answer }: { readonly answer: string | null }) {
  const { fold } = useShown().store
  const { bestPath, selected, select } = useWorkspaceView()
  const { tree } = fold
  const steps = bestPath.slice(1)
  const last = steps.at(-1)
  const isAnswer = last !== undefined && tree.has(last, Flag.answer)
  return (
    <section className="panel best-path" aria-labelledby="best-path-title">
      <header className="panel-head">
        <h2 id="best-path-title">{isAnswer ? 'Best answer' : 'Best path'}</h2>
        {fold.answer === null ? null : <ValueChip value={fold.answer.value} visits={1e6} />}
      </header>
      {steps.length === 0 ? (
        <p className="panel-none dim">No step has been tried yet.</p>
      ) : (
        <div className="panel-scroll" tabIndex={0} role="region" aria-label="Steps of the best path">
          {isAnswer && answer !== null ? <p className="answer-text mono">{answer}</p> : null}
          <ol className="path-steps">
            {steps.map((node) => (
              <li key={node}>
                <button type="button" aria-pressed={node === selected} onClick={() => select(node)}>
                  {tree.label(node)}
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  )
}

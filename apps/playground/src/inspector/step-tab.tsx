import type { ReactNode } from 'react'
import type { NodeId } from '@espalier/core'
import { nodeDetail } from '@espalier/protocol'
import { formatCount, formatPercent, formatValue, plural } from '../parts/format.ts'
import { ValueChip } from '../parts/value-chip.tsx'
import { SteerBar } from '../steering/steer-bar.tsx'
import { NodeBadges } from '../workspace/node-badges.tsx'
import { useShown } from '../workspace/session-context.ts'
import { pathTo } from '../workspace/shown-path.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'

/** The step in words, the line that leads to it, and its statistics. */
export function StepTab({ node }: { readonly node: NodeId }) {
  const { store } = useShown()
  const { select, marks } = useWorkspaceView()
  const { tree } = store.fold
  const detail = nodeDetail(tree, node)
  const line = pathTo(tree, node).slice(1)
  return (
    <div className="step-tab">
      <p className="step-label">{detail.label}</p>
      <p className="step-badges">
        <span className="dim">
          {node === 0 ? 'the problem' : `step ${detail.depth}`}
          {detail.source === null ? '' : ` by ${detail.source}`}
        </span>
        <NodeBadges tree={tree} node={node} failed={marks.failed.has(node)} />
      </p>
      <SteerBar />
      {line.length > 1 ? (
        <ol className="path-steps small" aria-label="The line that leads here">
          {line.map((step) => (
            <li key={step}>
              <button type="button" aria-pressed={step === node} onClick={() => select(step)}>
                {tree.label(step)}
              </button>
            </li>
          ))}
        </ol>
      ) : null}
      <dl className="statistics">
        <Row name="Value" hint="Q: mean of the values backed up">
          <ValueChip value={detail.q} visits={detail.visits} />
        </Row>
        <Row name="Spread" hint="Standard deviation of the values">
          {detail.deviation === null ? '–' : `± ${formatValue(detail.deviation)}`}
        </Row>
        <Row name="Highest" hint="The largest value backed up">
          {formatValue(detail.max)}
        </Row>
        <Row name="Own value" hint="What the model said of this state alone">
          {formatValue(detail.value)}
        </Row>
        <Row name="Visits" hint="N: values backed up through the node">
          {formatCount(detail.visits)}
          <span className="dim"> {formatPercent(detail.visitShare)}</span>
        </Row>
        <Row name="Prior" hint="P: share among the siblings' priors">
          {formatPercent(detail.priorShare)}
          <span className="dim"> weight {detail.prior.toPrecision(3)}</span>
        </Row>
        <Row name="Steps from here" hint="Children, and those that are not closed">
          {formatCount(detail.children)}
          <span className="dim"> {formatCount(detail.openChildren)} open</span>
        </Row>
        <Row name="Under way" hint="Trials in flight at the node or below">
          {formatCount(detail.pending)}
        </Row>
        <Row name="Tokens" hint="Read and written by trials at the node and below">
          {formatCount(store.tokens.at(node))}
        </Row>
      </dl>
      {detail.flags.length === 0 ? null : (
        <p className="step-flags dim">
          {plural(detail.flags.length, 'flag')}: {detail.flags.join(', ')}
        </p>
      )}
    </div>
  )
}

function Row({ name, hint, children }: { readonly name: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  )
}

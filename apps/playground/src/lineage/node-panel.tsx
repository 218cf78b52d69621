import { useState } from 'react'
import type { RefinementNode, RefinementTree } from '@espalier/protocol'
import { Tabs } from '../parts/tabs.tsx'
import { ValueChip } from '../parts/value-chip.tsx'
import { DiffView } from './diff-view.tsx'
import { nodeOf } from './fate.ts'
import { LongText } from './long-text.tsx'
import { lastVotes, VoteMarks, votesText } from './votes.tsx'

const TABS = [
  { id: 'changes', name: 'Changes' },
  { id: 'answer', name: 'Answer' },
  { id: 'critique', name: 'Critique' },
  { id: 'reply', name: 'Reply' },
  { id: 'votes', name: 'Votes' },
] as const
type TabId = (typeof TABS)[number]['id']

/** Everything about one node of a tree of refinements. */
export function NodePanel({ tree, node }: { readonly tree: RefinementTree; readonly node: RefinementNode }) {
  const [wanted, setTab] = useState<TabId>('changes')
  const parent = node.parent === null ? null : nodeOf(tree, node.parent)
  const tabs = parent === null ? TABS.filter(({ id }) => id !== 'changes' && id !== 'reply') : TABS
  const tab = tabs.some(({ id }) => id === wanted) ? wanted : 'answer'
  const votes = lastVotes(node.ballots)

  return (
    <section className="node-panel" aria-label="Node of the tree">
      <header className="node-head">
        <h3>{parent === null ? 'Failed answer' : `Refinement ${node.node}`}</h3>
        <ValueChip value={node.value} visits={votes.yes + votes.no} />
        <span className="dim">{votesText(votes)}</span>
        {node.node === tree.final ? <span className="tag">final</span> : null}
        {parent === null ? null : (
          <span className="dim">of {parent.parent === null ? 'the failed answer' : `refinement ${parent.node}`}</span>
        )}
      </header>
      <Tabs label="About the node" prefix="node-tab" panel="node-body" tabs={tabs} selected={tab} onSelect={setTab} />
      <div id="node-body" role="tabpanel" aria-labelledby={`node-tab-${tab}`} tabIndex={0} className="node-body">
        {tab === 'changes' && parent !== null ? (
          <DiffView
            isNarrow
            before={parent.response}
            after={node.response}
            beforeName={parent.parent === null ? 'Failed answer' : `Refinement ${parent.node}`}
            afterName={`Refinement ${node.node}`}
          />
        ) : null}
        {tab === 'answer' ? <LongText key={node.node} text={node.response} /> : null}
        {tab === 'critique' ? <LongText key={node.node} text={node.critique} /> : null}
        {tab === 'reply' ? <LongText key={node.node} text={node.reply ?? ''} /> : null}
        {tab === 'votes' ? (
          <ol className="ballots">
            {node.ballots.map(({ call, verdicts }, i) => (
              <li key={i}>
                <span>
                  {node.ballots.length === 1 ? 'The votes' : `Round ${i + 1}`} <VoteMarks verdicts={verdicts} />
                </span>
                <span className="dim cut mono" title={`Call ${call} in the record of the run`}>
                  call {call}
                </span>
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </section>
  )
}

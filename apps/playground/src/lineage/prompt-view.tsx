import type { PromptLineage, RefinementTree as Tree } from '@espalier/protocol'
import { plural } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { Answers } from './answers.tsx'
import { DiffView } from './diff-view.tsx'
import { DROP_REASONS, fateOf, nodeOf, type Fate } from './fate.ts'
import { LongText } from './long-text.tsx'
import { NodePanel } from './node-panel.tsx'
import { RefinementTree } from './refinement-tree.tsx'

interface PromptViewProps {
  readonly prompt: PromptLineage
  readonly gate: number
  /** The node that the address asks for; null for the final one. */
  readonly node: number | null
  readonly onSelect: (node: number) => void
  readonly isNarrow: boolean
}

/** One prompt from its answers over the tree to the refinement. */
export function PromptView({ prompt, gate, node, onSelect, isNarrow }: PromptViewProps) {
  const { tree, dropped } = prompt
  const fate = fateOf(prompt, gate)
  return (
    <>
      <section aria-labelledby="the-prompt">
        <h2 id="the-prompt">Prompt</h2>
        <LongText text={prompt.prompt} className="prompt-text" />
      </section>
      {dropped === null ? null : (
        <Notice tone="info" title={`Dropped: ${DROP_REASONS[dropped.reason]}`}>
          {DROPPED[dropped.reason]}
        </Notice>
      )}
      <section aria-labelledby="the-answers">
        <h2 id="the-answers">
          Answers <span className="dim">{prompt.answers.length} sampled, each with its votes</span>
        </h2>
        <Answers prompt={prompt} />
      </section>
      {tree === null || tree.nodes.length < 2 ? null : (
        <>
          <Change tree={tree} fate={fate} gate={gate} isNarrow={isNarrow} />
          <Between tree={tree} node={node} onSelect={onSelect} />
        </>
      )}
    </>
  )
}

const DROPPED: Readonly<Record<NonNullable<PromptLineage['dropped']>['reason'], string>> = {
  'no-response': 'The actor wrote nothing that could be judged.',
  undecided: 'Every round of votes on every answer was tied, or could not be read.',
  'no-negative': 'The judge says that every answer follows the prompt: there is nothing to refine.',
  'no-refinement': 'The refiner wrote none that could be read, or no votes on one decided anything.',
  'actor-failed': 'It is asked again when the run goes on.',
  'judge-failed': 'It is asked again when the run goes on.',
  'refiner-failed': 'It is asked again when the run goes on.',
}

interface ChangeProps {
  readonly tree: Tree
  readonly fate: Fate
  readonly gate: number
  readonly isNarrow: boolean
}

function Change({ tree, fate, gate, isNarrow }: ChangeProps) {
  const root = tree.nodes[0]!
  const final = nodeOf(tree, tree.final)!
  if (final === root)
    return (
      <Notice tone="info" title="No refinement is better than the failed answer">
        The search made {plural(tree.nodes.length - 1, 'refinement')}; none has a higher value than the answer that it
        began with.
      </Notice>
    )
  return (
    <section aria-labelledby="the-change">
      <h2 id="the-change">
        {fate === 'refined' ? 'Failed answer and its refinement' : 'Failed answer and the best that was found'}{' '}
        <span className="dim">
          {fate === 'refined'
            ? `value ${final.value.toFixed(2)}, above the gate of ${gate}`
            : `value ${final.value.toFixed(2)}, not above the gate of ${gate}`}
        </span>
      </h2>
      <DiffView
        isNarrow={isNarrow}
        before={root.response}
        after={final.response}
        beforeName="Failed answer"
        afterName={fate === 'refined' ? 'Refinement' : 'Best that was found'}
      />
    </section>
  )
}

interface BetweenProps {
  readonly tree: Tree
  readonly node: number | null
  readonly onSelect: (node: number) => void
}

function Between({ tree, node, onSelect }: BetweenProps) {
  const { lost } = tree
  const selected = (node === null ? null : nodeOf(tree, node)) ?? nodeOf(tree, tree.final)!
  const losses = [
    ...(lost.unwritten === 0 ? [] : [`${lost.unwritten} without an answer in it`]),
    ...(lost.tied === 0 ? [] : [`${lost.tied} with tied votes`]),
    ...(lost.unread === 0 ? [] : [`${lost.unread} with votes that could not be read`]),
  ]
  return (
    <section aria-labelledby="the-tree">
      <h2 id="the-tree">
        The tree between them{' '}
        <span className="dim">
          {plural(tree.nodes.length - 1, 'refinement')}
          {losses.length === 0 ? '' : `; came to nothing: ${losses.join(', ')}`}
        </span>
      </h2>
      <div className="between">
        <div className="between-tree">
          <RefinementTree tree={tree} selected={selected.node} onSelect={onSelect} />
          <p className="tree-legend dim">
            Colour and number: share of the votes that say yes. The strong line leads to the final one (★).
          </p>
        </div>
        <NodePanel tree={tree} node={selected} />
      </div>
    </section>
  )
}

import { formatCount, formatValue, plural } from '../parts/format.ts'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'

/** What a canvas shows, in words, for those who do not see it. The outline says the rest. */
export function CanvasSummary() {
  const { fold } = useShown().store
  const { selected, bestPath, folded } = useWorkspaceView()
  const { tree, answer } = fold
  const best = bestPath.at(-1)
  return (
    <p id="canvas-summary" className="unseen">
      {plural(tree.size, 'node')}, {plural(fold.asked, 'trial')}.{' '}
      {answer === null ? 'No answer yet.' : `Best answer has value ${formatValue(answer.value)}.`}{' '}
      {best === undefined || best === 0
        ? ''
        : `Best path: ${bestPath
            .slice(1)
            .map((node) => tree.label(node))
            .join(', ')}.`}{' '}
      {selected === null
        ? 'Nothing is selected.'
        : `Selected: ${tree.label(selected)}, ${formatCount(tree.visits(selected))} visits.`}{' '}
      {folded.size === 0 ? '' : `${plural(folded.size, 'subtree')} folded away. `}
      The outline view shows the same tree as a table.
    </p>
  )
}

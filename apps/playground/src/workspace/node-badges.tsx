import { Flag, type NodeId, type TreeView } from '@espalier/core'
import { steeringMarks } from '../steering/steering-marks.ts'
import { useShown } from './session-context.ts'

interface NodeBadgesProps {
  readonly tree: TreeView
  readonly node: NodeId
  readonly failed: boolean
}

/** What a node is, beyond its numbers: in words, never by colour alone. */
export function NodeBadges({ tree, node, failed }: NodeBadgesProps) {
  const { focus, root, inserted } = steeringMarks(useShown().store)
  return (
    <>
      {inserted.has(node) ? <span className="badge steered">◆ inserted</span> : null}
      {node === root && root !== 0 ? <span className="badge steered">committed</span> : null}
      {node === focus && focus !== root ? <span className="badge steered">in focus</span> : null}
      {tree.has(node, Flag.answer) ? <span className="badge answer">answer</span> : null}
      {tree.has(node, Flag.terminal) && !tree.has(node, Flag.answer) ? <span className="badge">end</span> : null}
      {tree.has(node, Flag.pruned) ? <span className="badge">pruned</span> : null}
      {failed ? <span className="badge failed">failed</span> : null}
      {tree.pending(node) > 0 ? <span className="badge running">at work</span> : null}
    </>
  )
}

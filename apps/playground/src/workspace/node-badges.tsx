import { Flag, type NodeId, type TreeView } from '@espalier/core'

interface NodeBadgesProps {
  readonly tree: TreeView
  readonly node: NodeId
  readonly failed: boolean
}

/** What a node is, beyond its numbers: in words, never by colour alone. */
export function NodeBadges({ tree, node, failed }: NodeBadgesProps) {
  return (
    <>
      {tree.has(node, Flag.answer) ? <span className="badge answer">answer</span> : null}
      {tree.has(node, Flag.terminal) && !tree.has(node, Flag.answer) ? <span className="badge">end</span> : null}
      {tree.has(node, Flag.pruned) ? <span className="badge">pruned</span> : null}
      {failed ? <span className="badge failed">failed</span> : null}
      {tree.pending(node) > 0 ? <span className="badge running">at work</span> : null}
    </>
  )
}

import { Flag, isBelow, type NodeId, type TreeView } from '@espalier/core'
import type { SteeringMarks } from './steering-marks.ts'

export const STEERINGS = ['focus', 'focus-all', 'avoid', 're-root', 're-evaluate', 'insert'] as const
export type SteeringName = (typeof STEERINGS)[number]

/** Why something cannot be done at a node, in words; absent if it can. */
export function whyNot(
  name: SteeringName,
  tree: TreeView,
  node: NodeId | null,
  { focus, root }: SteeringMarks,
): string | undefined {
  if (name === 'focus-all') return focus === root ? 'everything is in focus' : undefined
  if (node === null || node >= tree.size) return 'no step is selected'
  switch (name) {
    case 'focus':
      if (!isBelow(tree, node, root)) return 'the search has committed to another line'
      return node === focus ? 'it is in focus' : undefined
    case 're-root':
      if (!isBelow(tree, node, root)) return 'the search has committed to another line'
      return node === root ? 'the search begins here already' : undefined
    case 'avoid':
      if (node === 0) return 'nothing would be left: cancel the search'
      return tree.has(node, Flag.pruned) ? 'it was given up' : undefined
    case 're-evaluate':
      return tree.has(node, Flag.evaluated) ? undefined : 'it was not judged yet'
    case 'insert':
      return tree.has(node, Flag.terminal) ? 'nothing comes after the end of a line' : undefined
  }
}

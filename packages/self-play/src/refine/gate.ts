import { Flag, type Progress, type StopFn, type TreeView } from '@espalier/core'

/**
 * Stops at an answer whose value is above the gate. Values lie in the tree in single precision, and so does the gate here: a value that equals
 * it is never above it. `wholeLevels`: not before every node that its parent competed with has had its refinements, as SPaR's breadth-first
 * search ranks a level as a whole.
 */
export function aboveGate(gate: number, wholeLevels: boolean): StopFn {
  const bar = Math.fround(gate)
  return (progress) => {
    const { answerValue } = progress
    if (answerValue === null || answerValue <= bar) return null
    return wholeLevels && !isLevelDone(progress) ? null : 'value'
  }
}

/** Nothing is under way, and of the deepest nodes with refinements none has a sibling in play that still waits for its own. */
function isLevelDone({ tree, inFlight }: Progress): boolean {
  if (inFlight > 0) return false
  const deepest = depthOfDeepest(tree)
  for (let node = 0; node < tree.size; node++) {
    const isWaiting = tree.depth(node) === deepest - 1 && tree.childCount(node) === 0 && !tree.has(node, Flag.closed)
    if (isWaiting) return false
  }
  return true
}

function depthOfDeepest(tree: TreeView): number {
  let deepest = 0
  for (let node = 0; node < tree.size; node++) deepest = Math.max(deepest, tree.depth(node))
  return deepest
}

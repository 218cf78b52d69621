import type { NodeId, Tree } from '../tree/tree.ts'

/**
 * How trials in flight bear on a child's value. Their number always counts as visits in the exploration term (WU-UCT, Liu 2020 §3).
 * - `wu-uct`: the value is the mean of what came back;
 * - `{ virtualLoss: k }`: each trial in flight also counts as k results of 0 until it comes back (Chaslot 2008).
 */
export type InFlight = 'wu-uct' | { readonly virtualLoss: number }

/** Value of a child; `unvisited` where nothing has come back yet. */
export type ChildValueFn = (tree: Tree, child: NodeId, unvisited: number) => number

export function childValueFn(inFlight: InFlight = 'wu-uct'): ChildValueFn {
  if (inFlight === 'wu-uct') return (tree, child, unvisited) => (tree.visits(child) > 0 ? tree.q(child) : unvisited)
  const k = inFlight.virtualLoss
  return (tree, child, unvisited) => {
    const visits = tree.visits(child)
    const lost = k * tree.pending(child)
    if (visits + lost === 0) return unvisited
    return visits === 0 ? unvisited / (1 + lost) : tree.valueSum(child) / (visits + lost)
  }
}

import { NONE, foldEvents, type Fold, type NodeId, type SearchEvent } from '@espalier/core'
import { expect } from 'vitest'

/** Everything that a fold amounts to, as plain data: two folds are the same when this is. */
export function contentsOf(fold: Fold): unknown {
  const { tree, openTrials, ...totals } = fold
  const nodes = Array.from({ length: tree.size }, (_, x) => ({
    links: [
      tree.parent(x),
      tree.firstChild(x),
      tree.nextSibling(x),
      tree.childCount(x),
      tree.openChildren(x),
      tree.depth(x),
    ],
    counts: [tree.visits(x), tree.pending(x)],
    values: [tree.valueSum(x), tree.valueSqSum(x), tree.valueMax(x), tree.value(x), tree.prior(x), tree.priorSum(x)],
    words: [tree.label(x), tree.source(x), tree.transition(x), tree.original(x)],
    flags: Array.from({ length: 16 }, (__, bit) => tree.has(x, 2 ** bit)),
  }))
  return { nodes, openTrials, ...totals }
}

/** I1: the fold of a log, read back from JSON, is the live search's. I8: so is the fold of its two parts, wherever it is cut. */
export function expectFoldsTo(log: readonly SearchEvent[], live: Fold, cut: number): void {
  const read = JSON.parse(JSON.stringify(log)) as SearchEvent[]
  expect(read).toEqual(log)
  expect(log.map((event) => event.seq)).toEqual(log.map((_, i) => i))
  const begun = foldEvents(read.slice(0, cut))
  const whole = contentsOf(foldEvents(read.slice(cut), begun))
  expect(whole).toEqual(contentsOf(live))
}

/** Values that each node received of its own: evaluations told, and steps born with a value. */
function ownValuesOf(log: readonly SearchEvent[], size: number): number[] {
  const own = Array.from({ length: size }, () => 0)
  const nodes = new Map<number, NodeId>()
  for (const event of log) {
    if (event.type === 'trial-start') nodes.set(event.trial, event.node)
    else if (event.type === 'trial-end' && event.value !== null) own[nodes.get(event.trial)!]! += 1
    else if (event.type === 'node-add' && event.value !== undefined) own[event.same ?? event.node]! += 1
  }
  return own
}

/**
 * I2: the root's visits are the values backed up. I3: a node's are its own and its children's; where several ways lead to its state, all of
 * their visits together are.
 */
export function expectVisitsAddUp(log: readonly SearchEvent[], { tree }: Fold): void {
  const own = ownValuesOf(log, tree.size)
  expect(tree.visits(0)).toBe(own.reduce((sum, n) => sum + n, 0))
  for (let x = 0; x < tree.size; x++) {
    if (tree.original(x) !== x) continue
    expect(tree.stateVisits(x)).toBe(childrenOf({ tree }, x).reduce((sum, child) => sum + tree.visits(child), own[x]!))
  }
}

/** I4 pending is 0 at the end; I5 children come after their parent, in order; I12 priors sum to 1. */
export function expectSoundTree(fold: Fold): void {
  const { tree } = fold
  expect([fold.openTrials.size, fold.succeeded + fold.failed]).toEqual([0, fold.asked])
  for (let x = 0; x < tree.size; x++) {
    expect(tree.pending(x)).toBe(0)
    const children = childrenOf(fold, x)
    expect(children).toEqual([...children].sort((a, b) => a - b))
    expect(
      children.every((child) => child > x && tree.parent(child) === x && tree.depth(child) === tree.depth(x) + 1),
    ).toBe(true)
    expect(children).toHaveLength(tree.childCount(x))
    if (tree.priorSum(x) > 0)
      expect(children.reduce((sum, child) => sum + tree.prior(child) / tree.priorSum(x), 0)).toBeCloseTo(1, 6)
  }
}

/** I6: a node's sums and its largest value are those of the returns that came back to it, worked out from the log alone. */
export function expectReturnsAddUp(log: readonly SearchEvent[], { tree }: Fold): void {
  const returns = returnsOf(log, tree.size)
  for (let x = 0; x < tree.size; x++) {
    const list = returns[x]!
    expect(tree.valueSum(x)).toBeCloseTo(
      list.reduce((sum, value) => sum + value, 0),
      9,
    )
    expect(tree.valueSqSum(x)).toBeCloseTo(
      list.reduce((sum, value) => sum + value * value, 0),
      9,
    )
    expect(tree.valueMax(x)).toBe(Math.fround(Math.max(...list)))
  }
}

/** What came back to each node: the reward of the step to it and the discounted rest, from wherever something was evaluated. */
function returnsOf(log: readonly SearchEvent[], size: number): number[][] {
  const returns: number[][] = Array.from({ length: size }, () => [])
  const parents = new Map<NodeId, NodeId>()
  const trials = new Map<number, NodeId>()
  const steps = new Map<NodeId, { readonly reward: number; readonly discount: number }>()
  const originals = new Map<NodeId, NodeId>()
  const vias = new Map<number, readonly NodeId[]>()
  const receive = (node: NodeId, value: number, via: readonly NodeId[] = []): void => {
    let rest = value
    let crossed = 0
    for (let at: NodeId | undefined = node; at !== undefined;) {
      const twin: NodeId | undefined = via[crossed]
      const x: NodeId = twin !== undefined && originals.get(twin) === at ? twin : at
      if (x !== at) crossed++
      const { reward, discount } = steps.get(at) ?? { reward: 0, discount: 1 }
      rest = reward + discount * rest
      returns[x]!.push(rest)
      at = parents.get(x)
    }
    expect(crossed).toBe(via.length)
  }
  for (const event of log) {
    if (event.type === 'trial-start') {
      trials.set(event.trial, event.node)
      vias.set(event.trial, event.via ?? [])
    }
    if (event.type === 'node-add') {
      parents.set(event.node, event.parent)
      if (event.same !== undefined) originals.set(event.node, event.same)
      const via = vias.get(event.trial) ?? []
      if (event.value !== undefined)
        receive(event.same ?? event.node, event.value, event.same === undefined ? via : [event.node, ...via])
    }
    if (event.type === 'steer' && event.action.type === 'insert') parents.set(event.action.child, event.action.node)
    if (event.type !== 'trial-end' || event.value === null) continue
    const node = trials.get(event.trial)!
    const { reward = 0, discount = 1 } = event
    steps.set(node, { reward, discount })
    receive(node, event.value, vias.get(event.trial))
  }
  return returns
}

function childrenOf({ tree }: Pick<Fold, 'tree'>, node: NodeId): NodeId[] {
  const children: NodeId[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) children.push(child)
  return children
}

import { Flag, NONE, ROOT, type Fold } from '../src/index.ts'

/** Everything that a fold amounts to, as plain data: two folds are the same when this is. */
export function contentsOf(fold: Fold): unknown {
  const { tree, openTrials, ...totals } = fold
  const nodes = Array.from({ length: tree.size }, (_, x) => [
    tree.parent(x),
    tree.firstChild(x),
    tree.nextSibling(x),
    tree.childCount(x),
    tree.depth(x),
    tree.visits(x),
    tree.pending(x),
    tree.valueSum(x),
    tree.valueSqSum(x),
    tree.valueMax(x),
    tree.value(x),
    tree.prior(x),
    tree.priorSum(x),
    tree.openChildren(x),
    tree.label(x),
    tree.source(x),
    tree.original(x),
    flagsOf(fold, x),
  ])
  return { nodes, openTrials, ...totals }
}

function flagsOf(fold: Fold, node: number): string {
  return Object.entries(Flag)
    .filter(([, bit]) => fold.tree.has(node, bit))
    .map(([name]) => name)
    .join(' ')
}

/** What is wrong with a fold, whatever log it came from; empty if it is sound. */
export function faultsOf(fold: Fold): string[] {
  const { tree } = fold
  const faults: string[] = []
  const check = (holds: boolean, what: string): void => void (holds || faults.push(what))
  const pending = Array.from({ length: tree.size }, () => 0)
  for (const [trial, node] of fold.openTrials.entries()) {
    const via = [...(fold.vias.get(trial) ?? [])]
    for (let at = node; at !== NONE;) {
      const x = via.length > 0 && tree.original(via[0]!) === at ? via.shift()! : at
      pending[x]! += 1
      at = tree.parent(x)
    }
  }
  for (let x = 0; x < tree.size; x++) {
    const children: number[] = []
    for (let child = tree.firstChild(x); child !== NONE; child = tree.nextSibling(child)) children.push(child)
    check(
      children.every((child, i) => child > x && (i === 0 || child > children[i - 1]!)),
      `order of the children of ${x}`,
    )
    check(
      children.every((child) => tree.parent(child) === x && tree.depth(child) === tree.depth(x) + 1),
      `links of ${x}`,
    )
    check(children.length === tree.childCount(x), `child count of ${x}`)
    check(
      children.filter((child) => !tree.has(child, Flag.closed)).length === tree.openChildren(x),
      `open children of ${x}`,
    )
    const priors = children.reduce((sum, child) => sum + tree.prior(child), 0)
    check(
      Math.abs(priors - tree.priorSum(x)) <= 1e-5 * priors,
      `prior sum of ${x}: ${tree.priorSum(x)}, expected ${priors}`,
    )
    const below = children.reduce((sum, child) => sum + tree.visits(child), 0)
    check(tree.visits(x) >= below, `visits of ${x}`)
    check(tree.pending(x) === pending[x], `pending of ${x}`)
    const { valueSum, valueSqSum } = { valueSum: tree.valueSum(x), valueSqSum: tree.valueSqSum(x) }
    check(Number.isFinite(valueSum) && Number.isFinite(valueSqSum), `sums of ${x}`)
    check(x === ROOT ? tree.parent(x) === NONE : tree.parent(x) >= 0, `parent of ${x}`)
    check(typeof tree.label(x) === 'string', `label of ${x}`)
  }
  const totals = [
    fold.usage.calls,
    fold.usage.promptTokens,
    fold.usage.completionTokens,
    fold.usage.costUsd ?? 0,
    fold.rejected,
  ]
  check(
    totals.every((n) => Number.isFinite(n) && n >= 0),
    'totals',
  )
  check(fold.succeeded + fold.failed + fold.openTrials.size === fold.asked, 'trials')
  check(fold.answer === null || (fold.answer.node < tree.size && Number.isFinite(fold.answer.value)), 'answer')
  const { focus, root } = fold.steering
  check(focus < Math.max(1, tree.size) && root < Math.max(1, tree.size), 'focus and root')
  check(fold.end === null || fold.openTrials.size === 0, 'end')
  return faults
}

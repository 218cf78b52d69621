import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'
import { isExpanded } from './widen.ts'

/** How promising an evaluated node is. Read once, when it is first seen with its value. */
export type PriorityFn = (tree: Tree, node: NodeId) => number

export interface FrontierOptions {
  /** Default: the node's value. */
  readonly priority?: PriorityFn
  /** Whether it stops when a finished line has at least the priority of everything open, as A* does. Default: no. */
  readonly stopsAtGoal?: boolean
}

/**
 * Best-first selection: new nodes are evaluated in order of creation; then the open node with the highest priority that has no
 * children yet is asked for steps. Ties go to the older node. A heap keeps the frontier, so a selection costs O(log n).
 */
export function bestFirstSelect({ priority = valueOf, stopsAtGoal = false }: FrontierOptions = {}): SelectFn {
  const heap: NodeId[] = []
  const priorities: number[] = []
  let goal = Number.NEGATIVE_INFINITY
  const unevaluated: NodeId[] = []
  let seen = 0

  function admit(tree: Tree): void {
    for (; seen < tree.size; seen++) unevaluated.push(seen)
    for (let i = 0; i < unevaluated.length;) {
      const node = unevaluated[i]!
      if (tree.has(node, Flag.evaluated)) {
        unevaluated.splice(i, 1)
        priorities[node] = priority(tree, node)
        if (!tree.has(node, Flag.terminal)) push(heap, priorities, node)
        else goal = Math.max(goal, priorities[node])
      } else if (!isInPlay(tree, node, ROOT)) unevaluated.splice(i, 1)
      else i++
    }
  }

  return (tree, context) => {
    admit(tree)
    for (const node of unevaluated)
      if (!tree.has(node, Flag.evaluating) && isInPlay(tree, node, context.focus)) return node
    const aside: NodeId[] = []
    let chosen = NONE
    while (heap.length > 0 && chosen === NONE) {
      const node = pop(heap, priorities)
      if (isExpanded(tree, node) || !isInPlay(tree, node, ROOT)) continue
      aside.push(node)
      if (!tree.has(node, Flag.generating) && isInPlay(tree, node, context.focus)) chosen = node
    }
    for (const node of aside) push(heap, priorities, node)
    return stopsAtGoal && chosen !== NONE && goal >= priorities[chosen]! ? NONE : chosen
  }
}

const valueOf: PriorityFn = (tree, node) => tree.value(node)

function before(priorities: readonly number[], a: NodeId, b: NodeId): boolean {
  const x = priorities[a]!
  const y = priorities[b]!
  return x > y || (x === y && a < b)
}

function push(heap: NodeId[], priorities: readonly number[], node: NodeId): void {
  let i = heap.push(node) - 1
  while (i > 0) {
    const up = (i - 1) >> 1
    if (!before(priorities, node, heap[up]!)) break
    heap[i] = heap[up]!
    i = up
  }
  heap[i] = node
}

function pop(heap: NodeId[], priorities: readonly number[]): NodeId {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  let i = 0
  for (;;) {
    let down = 2 * i + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && before(priorities, heap[down + 1]!, heap[down]!)) down++
    if (!before(priorities, heap[down]!, last)) break
    heap[i] = heap[down]!
    i = down
  }
  heap[i] = last
  return top
}

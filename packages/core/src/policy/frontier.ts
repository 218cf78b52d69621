import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'

/**
 * Best-first selection: new nodes are evaluated in order of creation; then the open node with the highest value that has no
 * children yet is asked for steps. Ties go to the older node. A heap keeps the frontier, so a selection costs O(log n).
 */
export function bestFirstSelect(): SelectFn {
  const heap: NodeId[] = []
  const unevaluated: NodeId[] = []
  let seen = 0

  function admit(tree: Tree): void {
    for (; seen < tree.size; seen++) unevaluated.push(seen)
    for (let i = 0; i < unevaluated.length;) {
      const node = unevaluated[i]!
      if (tree.has(node, Flag.evaluated)) {
        unevaluated.splice(i, 1)
        if (!tree.has(node, Flag.terminal)) push(heap, tree, node)
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
      const node = pop(heap, tree)
      if (tree.childCount(node) > 0 || !isInPlay(tree, node, ROOT)) continue
      aside.push(node)
      if (!tree.has(node, Flag.generating) && isInPlay(tree, node, context.focus)) chosen = node
    }
    for (const node of aside) push(heap, tree, node)
    return chosen
  }
}

function before(tree: Tree, a: NodeId, b: NodeId): boolean {
  const x = tree.value(a)
  const y = tree.value(b)
  return x > y || (x === y && a < b)
}

function push(heap: NodeId[], tree: Tree, node: NodeId): void {
  let i = heap.push(node) - 1
  while (i > 0) {
    const up = (i - 1) >> 1
    if (!before(tree, node, heap[up]!)) break
    heap[i] = heap[up]!
    i = up
  }
  heap[i] = node
}

function pop(heap: NodeId[], tree: Tree): NodeId {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  let i = 0
  for (;;) {
    let down = 2 * i + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && before(tree, heap[down + 1]!, heap[down]!)) down++
    if (!before(tree, heap[down]!, last)) break
    heap[i] = heap[down]!
    i = down
  }
  heap[i] = last
  return top
}

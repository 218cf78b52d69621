import type { Draw } from '../random.ts'
import {
  DOUBLES,
  FLAGS_AND_OPEN,
  NEXT_SIBLING,
  PENDING,
  VALUE,
  VALUE_SQ_SUM,
  VALUE_SUM,
  VISITS,
  WORDS,
} from '../tree/record.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { hasOpenChild, type AbChooseFn } from './ab-mcts.ts'
import { drawStudent } from './draw-from.ts'
import { drawBetaPosterior, studentPosterior, type Evidence, type GaussianPrior } from './posterior.ts'
import { ThompsonChoice } from './thompson.ts'

/**
 * AB-MCTS-A (Inoue 2025, §3 and App. A): Thompson sampling between one more child (GEN) and those that are there (CONT), then among these. GEN
 * has seen the values of the node's children as they were born; CONT everything that came back from below them; a child what came back through
 * it. All of it stands in the tree's records. Trials in flight are counted in the posteriors, see `posterior.ts`. `prior`: Gaussian posteriors
 * with this prior, or Beta posteriors with this weight of a success and of a failure.
 */
export function chooseByPosteriors(prior: GaussianPrior | { readonly beta: number }): AbChooseFn {
  const evidence: Evidence = { count: 0, sum: 0, squares: 0, pending: 0 }
  const posterior = { mean: 0, scale: 0, degrees: 0 }
  const choice = 'beta' in prior ? null : new ThompsonChoice(prior)

  const drawArm = (draw: Draw, seen: Evidence): number => {
    if ('beta' in prior) return drawBetaPosterior(draw, prior.beta, seen)
    const { mean, scale, degrees } = studentPosterior(prior, seen, posterior)
    return mean + scale * drawStudent(draw, degrees)
  }

  /** Whether GEN draws higher than CONT. Reads records directly: where a node has many children these two loops are most of a search. */
  function prefersNew(tree: Tree, node: NodeId, draw: Draw): boolean {
    const { i32, f32, f64 } = tree
    let [bornCount, bornSum, bornSquares] = [0, 0, 0]
    let [count, sum, squares, pending] = [0, 0, 0, 0]
    for (let child = tree.firstChild(node); child !== NONE; child = i32[child * WORDS + NEXT_SIBLING]!) {
      const at = child * WORDS
      // The first value of a child is one that GEN sees.
      if ((i32[at + FLAGS_AND_OPEN]! & Flag.evaluated) === 0) continue
      const value = f32[at + VALUE]!
      bornCount++
      bornSum += value
      bornSquares += value * value
      count += i32[at + VISITS]!
      sum += f64[child * DOUBLES + VALUE_SUM]!
      squares += f64[child * DOUBLES + VALUE_SQ_SUM]!
      pending += i32[at + PENDING]!
    }
    const born = { count: bornCount, sum: bornSum, squares: bornSquares, pending: tree.pending(node) - pending }
    const below = { count: count - bornCount, sum: sum - bornSum, squares: squares - bornSquares, pending }
    return drawArm(draw, born) > drawArm(draw, below)
  }

  function bestChild(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>, draw: Draw): NodeId {
    let best = NONE
    let highest = Number.NEGATIVE_INFINITY
    choice?.begin(tree.childCount(node))
    const { i32, f64 } = tree
    for (let child = tree.firstChild(node); child !== NONE; child = i32[child * WORDS + NEXT_SIBLING]!) {
      const at = child * WORDS
      const isOpenHere = (i32[at + FLAGS_AND_OPEN]! & (Flag.closed | Flag.evaluated)) === Flag.evaluated
      if (!isOpenHere || skip.has(child)) continue
      evidence.count = i32[at + VISITS]!
      evidence.sum = f64[child * DOUBLES + VALUE_SUM]!
      evidence.squares = f64[child * DOUBLES + VALUE_SQ_SUM]!
      evidence.pending = i32[at + PENDING]!
      if (choice !== null) {
        if (choice.offer(evidence, draw)) best = child
        continue
      }
      const x = drawArm(draw, evidence)
      if (x > highest) [best, highest] = [child, x]
    }
    return best
  }

  return (tree, node, mayGenerate, skip, draw) => {
    if (!hasOpenChild(tree, node, skip)) return mayGenerate ? node : NONE
    return mayGenerate && prefersNew(tree, node, draw) ? node : bestChild(tree, node, skip, draw)
  }
}

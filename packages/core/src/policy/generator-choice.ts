import type { Draw } from '../random.ts'
import { Flag, type NodeId, type Tree } from '../tree/tree.ts'
import { drawStudent } from './draw-from.ts'
import { DEFAULT_GAUSSIAN, studentPosterior, type Evidence, type GaussianPrior } from './posterior.ts'

/** Which generator (language model, prompt, operator or tool) is to write the next steps. */
export type ChooseGeneratorFn = (tree: Tree, node: NodeId, draw: Draw) => string

/**
 * Thompson sampling among generators by the values of the nodes that each has written, over the whole tree (Multi-LLM AB-MCTS: Inoue 2025, §5;
 * TreeQuest's `multiarm_bandit_thompson`). A node counts with its own value, and as in flight until it has one. What a generator was asked for and
 * did not write counts for nothing.
 */
export function thompsonGenerators(
  names: readonly string[],
  prior: GaussianPrior = DEFAULT_GAUSSIAN,
): ChooseGeneratorFn {
  const seen = new Map(names.map((name) => [name, { count: 0, sum: 0, squares: 0, pending: 0 } satisfies Evidence]))
  const posterior = { mean: 0, scale: 0, degrees: 0 }
  let waiting: NodeId[] = []
  let next = 0

  function lookAt(tree: Tree): void {
    for (; next < tree.size; next++) {
      const evidence = seen.get(tree.source(next) ?? '')
      if (evidence === undefined) continue
      evidence.pending++
      waiting.push(next)
    }
    waiting = waiting.filter((node) => {
      if (!tree.has(node, Flag.evaluated)) return true
      const evidence = seen.get(tree.source(node)!)!
      const value = tree.value(node)
      evidence.pending--
      evidence.count++
      evidence.sum += value
      evidence.squares += value * value
      return false
    })
  }

  return (tree, _, draw) => {
    lookAt(tree)
    let best = names[0]!
    let highest = Number.NEGATIVE_INFINITY
    for (const [name, evidence] of seen) {
      const { mean, scale, degrees } = studentPosterior(prior, evidence, posterior)
      const value = mean + scale * drawStudent(draw, degrees)
      if (value > highest) [best, highest] = [name, value]
    }
    return best
  }
}

import { nodeDraws } from '../random.ts'
import type { SelectFn, WidenFn } from '../search/policy.ts'
import { ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { descend } from './descend.ts'
import { drawGamma } from './draw-from.ts'
import { noisyPrior, puctTerm, puctWeight } from './exploration.ts'
import { weightsOf, type InFlight } from './in-flight.ts'
import type { QTransform } from './q-transform.ts'
import { Siblings } from './siblings.ts'

export interface PuctBySiblingsOptions {
  /** Weight of the exploration term, and how fast it grows: c(s) = c + log((N + base + 1) / base) (Schrittwieser 2020, App. B). */
  readonly c: number
  readonly base: number
  readonly qTransform: QTransform
  /** Noise mixed into the priors where selection starts (Silver 2017, Methods): (1 - fraction) P + fraction Dirichlet(alpha). */
  readonly noise: { readonly alpha: number; readonly fraction: number }
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
}

/**
 * PUCT over values that are seen beside each other: argmax of sigma(q(a)) + c(s) P(a) sqrt(N(s)) / (1 + N(a)). What `puct` does in one
 * fast loop with means as they are, with any q-transform, rewards and noise at the root. A virtual loss is a result of 0
 * after the q-transform.
 */
export function puctBySiblings(options: PuctBySiblingsOptions, widen: WidenFn): SelectFn {
  const { c, base, qTransform, noise } = options
  const inFlight = weightsOf(options.inFlight)
  const siblings = new Siblings()
  const gammas = new Map<NodeId, number>()
  let start: NodeId = ROOT
  let seed = 0

  /** A child's part of the noise. Gammas over their sum are a Dirichlet, however many children there come to be. */
  function gammaOf(node: NodeId): number {
    let gamma = gammas.get(node)
    if (gamma === undefined) gammas.set(node, (gamma = drawGamma(nodeDraws(seed, node), noise.alpha)))
    return gamma
  }

  /** Mixes the noise into the priors of the children read last. */
  function addNoise({ count, node, prior }: Siblings): void {
    let sum = 0
    for (let i = 0; i < count; i++) sum += gammaOf(node[i]!)
    for (let i = 0; i < count && sum > 0; i++) {
      prior[i] = noisyPrior(prior[i]!, noise.fraction, gammaOf(node[i]!), sum)
    }
  }

  const select = descend((tree: Tree, node, skip) => {
    siblings.read(tree, node)
    if (noise.fraction > 0 && node === start) addNoise(siblings)
    qTransform(tree, siblings)
    const { count, visits, pending, prior, score } = siblings
    const total = tree.visits(node) + inFlight.visits * tree.pending(node)
    const exploration = puctWeight(total, c, base)
    for (let i = 0; i < count; i++) {
      const [results, open] = [visits[i]!, pending[i]!]
      const value = open === 0 || results === 0 ? score[i]! : (score[i]! * results) / (results + inFlight.losses * open)
      score[i] = value + puctTerm(exploration * prior[i]!, results + inFlight.visits * open)
    }
    return siblings.best(skip)
  }, widen)
  return (tree, context) => {
    start = context.focus
    seed = context.seed
    return select(tree, context)
  }
}

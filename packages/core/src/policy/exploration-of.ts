import type { Fold } from '../events/fold.ts'
import { nodeDraws } from '../random.ts'
import { Flag, NONE, type NodeId, type TreeView } from '../tree/tree.ts'
import { drawGamma } from './draw-from.ts'
import { PUCT_BASE, noisyPrior, puctTerm, puctWeight, uctTerm, uctWeight } from './exploration.ts'

/** How an algorithm's exploration term is defined, for people. */
export interface ExplorationFormula {
  readonly formula: string
  readonly source: string
}

/** What an exploration term is read off: a live search, the fold of its log, or a snapshot of it. */
export interface ExploredFold extends Pick<Fold, 'start' | 'steering'> {
  readonly tree: TreeView
}

type Params = Readonly<Record<string, number>>
type TermsFn = (fold: ExploredFold, params: Params, parent: NodeId) => Map<NodeId, number>

const PUCT: ExplorationFormula = {
  formula: 'U = c(s) · P · √N(s) / (1 + N), c(s) = c + log((N(s) + base + 1) / base)',
  source: 'Silver 2017, Methods; Schrittwieser 2020, App. B',
}
const UCT: ExplorationFormula = { formula: 'U = c · √(ln N(s) / N)', source: 'UCT: Kocsis & Szepesvári 2006' }

const ALGORITHMS: ReadonlyMap<string, ExplorationFormula & { readonly terms: TermsFn }> = new Map([
  ['mcts', { ...PUCT, terms: puctTerms }],
  ['uct', { ...UCT, terms: uctTerms }],
  ['alphazero', { ...PUCT, terms: puctBySiblingsTerms }],
  ['muzero', { ...PUCT, terms: puctBySiblingsTerms }],
])

/** How the algorithm of that name explores; null for one that adds no such term to values, or that is not known. */
export function explorationFormula(algorithm: string): ExplorationFormula | null {
  const known = ALGORITHMS.get(algorithm)
  return known === undefined ? null : { formula: known.formula, source: known.source }
}

/**
 * The exploration terms of a node's children as their algorithm would work them out now, trials in flight counted as it counts them: what it
 * adds to a child's value to choose where to go. Only children that it would compare by it are in the map: not closed ones, nor in UCT
 * those without visits, which come first. Empty for an algorithm without such a term. The formulas are the policies' own.
 */
export function explorationTerms(fold: ExploredFold, parent: NodeId): ReadonlyMap<NodeId, number> {
  const known = ALGORITHMS.get(fold.start?.policy.name ?? '')
  if (known === undefined || parent >= fold.tree.size) return new Map()
  return known.terms(fold, numbersOf(fold.start?.policy.params), parent)
}

function puctTerms(
  { tree }: ExploredFold,
  { c = 1.25, base = PUCT_BASE, pendingVisits = 1 }: Params,
  parent: NodeId,
): Map<NodeId, number> {
  const terms = new Map<NodeId, number>()
  const exploration = puctWeight(tried(tree, parent, pendingVisits), c, base)
  const priorSum = tree.priorSum(parent)
  const scale = priorSum > 0 ? exploration / priorSum : 0
  const flat = priorSum > 0 ? 0 : exploration / Math.max(1, tree.childCount(parent))
  for (const child of openChildren(tree, parent)) {
    terms.set(child, puctTerm(scale * tree.prior(child) + flat, tried(tree, child, pendingVisits)))
  }
  return terms
}

function uctTerms(
  { tree }: ExploredFold,
  { c = Math.SQRT2, pendingVisits = 1 }: Params,
  parent: NodeId,
): Map<NodeId, number> {
  const terms = new Map<NodeId, number>()
  const weight = uctWeight(tried(tree, parent, pendingVisits), c)
  for (const child of openChildren(tree, parent)) {
    if (tried(tree, child, pendingVisits) > 0) terms.set(child, uctTerm(weight, tried(tree, child, pendingVisits)))
  }
  return terms
}

function puctBySiblingsTerms(
  { tree, steering }: ExploredFold,
  { c = 1.25, base = PUCT_BASE, noiseFraction = 0, noiseAlpha = 0.3, pendingVisits = 1 }: Params,
  parent: NodeId,
): Map<NodeId, number> {
  const terms = new Map<NodeId, number>()
  const exploration = puctWeight(tried(tree, parent, pendingVisits), c, base)
  const priorSum = tree.priorSum(parent)
  const gammas = new Map<NodeId, number>()
  let gammaSum = 0
  if (noiseFraction > 0 && parent === steering.focus) {
    for (let x = tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x)) {
      const gamma = drawGamma(nodeDraws(steering.seed, x), noiseAlpha)
      gammas.set(x, gamma)
      gammaSum += gamma
    }
  }
  for (const child of openChildren(tree, parent)) {
    const share = priorSum > 0 ? tree.prior(child) / priorSum : 1 / tree.childCount(parent)
    const prior = gammaSum > 0 ? noisyPrior(share, noiseFraction, gammas.get(child)!, gammaSum) : share
    terms.set(child, puctTerm(exploration * prior, tried(tree, child, pendingVisits)))
  }
  return terms
}

/** Visits, each trial in flight counted as so many (WU-UCT: one). */
const tried = (tree: TreeView, node: NodeId, pendingVisits: number): number =>
  tree.visits(node) + pendingVisits * tree.pending(node)

function* openChildren(tree: TreeView, parent: NodeId): Generator<NodeId, void, void> {
  for (let x = tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x)) if (!tree.has(x, Flag.closed)) yield x
}

/** Params of a log are whatever JSON somebody wrote. */
function numbersOf(params: unknown): Params {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === 'number'))
}

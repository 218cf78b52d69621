import { drawIndex, seededDraw } from '../countdown/seeded.ts'
import { shown, TaskError } from '../task-error.ts'
import { CONCEPT, firstInCircle } from './check-question.ts'
import { childrenOf, distancesFrom, type GraphQuestion, type GraphRecord, shortestPath } from './question.ts'

/** A statement that says something else of the same subject. */
export interface RewrittenStatement {
  /** Its place among the statements, from 0; the same before and after. */
  readonly index: number
  readonly before: readonly [number, number]
  readonly after: readonly [number, number]
}

/** A question and its like, of which the other option is true. */
export interface Counterfactual {
  /** The same nodes, options and order of statements; target and distractor have changed places. */
  readonly record: GraphRecord
  readonly rewritten: readonly RewrittenStatement[]
}

export interface CounterfactualOptions {
  /** Integer of at least 0; the same seed gives the same pair. */
  readonly seed: number
  /** Most statements to rewrite, from 1 to 4. Default 2. */
  readonly most?: number
}

type Edges = GraphQuestion['edges']

/**
 * Rewrites few statements so that the individual reaches the other option and no longer the old one. One statement where that is possible, as
 * every rewriting of one is tried; else two, and so on up to `most`, where each lies on a path to the target. Null if none is found.
 *
 * Subjects stay, so every node has as many statements about it as before; no statement leads to an individual or round in a circle or comes
 * twice, and every name of the text stays in it. A concept may be left that no statement leads to. Among rewritings of equally few statements
 * those come first that leave alone what leads to the options, then those whose new path is most nearly as long as the old one; the seed
 * draws among equals. Each is checked by the oracle: reachability over the rewritten statements.
 *
 * It reads the gold answer, so a search may not import it. Throws a TaskError INVALID_OPTIONS.
 */
export function counterfactual(record: GraphRecord, { seed, most = 2 }: CounterfactualOptions): Counterfactual | null {
  if (!Number.isInteger(seed) || seed < 0) throw invalid('seed', seed, 'an integer of at least 0')
  if (!Number.isInteger(most) || most < 1 || most > 4) throw invalid('most', most, 'an integer from 1 to 4')
  const draw = seededDraw(seed)
  for (let count = 1; count <= most; count++) {
    const found = cutsOf(record, count).flatMap((cut) => rewritings(record, cut))
    if (found.length === 0) continue
    const ranks = found.map((edges) => rankOf(record, edges))
    const best = ranks.reduce((a, b) => Math.min(a, b))
    const equals = found.filter((_, i) => ranks[i] === best)
    return pairOf(record, equals[drawIndex(draw, equals.length)]!)
  }
  return null
}

/** Sets of exactly `count` statements without which the root does not reach the target, as ascending places. */
function cutsOf({ question, target }: GraphRecord, count: number): readonly (readonly number[])[] {
  const cuts = new Map<string, readonly number[]>()
  const extend = (cut: readonly number[]): void => {
    const edges = question.edges.filter((_, i) => !cut.includes(i))
    const path = shortestPath({ ...question, edges }, question.root, target)
    if (path === null) {
      if (cut.length === count) cuts.set(String(cut), cut)
      return
    }
    if (cut.length === count) return
    // One statement of every path is in the cut.
    for (let step = 1; step < path.length; step++) {
      const at = question.edges.findIndex(([from, to]) => from === path[step - 1] && to === path[step])
      extend([...cut, at].toSorted((a, b) => a - b))
    }
  }
  extend([])
  return [...cuts.values()]
}

/** Every way to say something else in the statements of a cut that makes the other option the answer. */
function rewritings(record: GraphRecord, cut: readonly number[]): readonly Edges[] {
  const { question, target } = record
  const concepts = [...question.symbols.keys()].filter((node) => CONCEPT.test(question.symbols[node]!))
  const rest = question.edges.filter((_, i) => !cut.includes(i))
  const parents = question.symbols.map((): number[] => [])
  for (const [from, to] of rest) parents[to]!.push(from)
  const toTarget = distancesFrom(parents, target)
  const children = childrenOf({ ...question, edges: rest })
  const choices = cut.map((at) => {
    const [from] = question.edges[at]!
    const above = distancesFrom(parents, from)
    // What leads to the target or back to the subject will not do; nor will what is said of the subject already, now or before.
    return concepts.filter(
      (to) => toTarget[to] === -1 && above[to] === -1 && !children[from]!.includes(to) && question.edges[at]![1] !== to,
    )
  })
  const found: Edges[] = []
  const toDistractor = distancesFrom(parents, record.distractor)
  const fromRoot = distancesFrom(children, question.root)
  cut.forEach((at, i) => {
    if (fromRoot[question.edges[at]![0]] === -1) return
    for (const to of choices[i]!) {
      if (toDistractor[to] === -1) continue
      const edges = withObjects(question.edges, cut, choices, i, to)
      if (edges !== null && holds(record, edges)) found.push(edges)
    }
  })
  return found
}

/** The statements with `to` in place `i` of the cut, and the first choice that fits in its other places; null if none does. */
function withObjects(
  edges: Edges,
  cut: readonly number[],
  choices: readonly (readonly number[])[],
  i: number,
  to: number,
): Edges | null {
  const changed = [...edges]
  changed[cut[i]!] = [edges[cut[i]!]![0], to]
  for (let j = 0; j < cut.length; j++) {
    if (j === i) continue
    const [from] = edges[cut[j]!]!
    const said = new Set(changed.filter(([a]) => a === from).map(([, b]) => b))
    const other = choices[j]!.find((node) => !said.has(node))
    if (other === undefined) return null
    changed[cut[j]!] = [from, other]
  }
  return changed
}

/** The oracle: whether the statements make the other option the answer, and leave a sound question behind. */
function holds({ question, target, distractor }: GraphRecord, edges: Edges): boolean {
  const distance = distancesFrom(childrenOf({ ...question, edges }), question.root)
  if (distance[distractor] === -1 || distance[target] !== -1) return false
  const names = new Set(edges.flat())
  if (question.edges.some((edge) => !names.has(edge[1]))) return false
  return firstInCircle({ symbols: question.symbols, edges }) === -1
}

/** How far statements are from what is wanted: less is better. */
function rankOf({ question, path, distractor, target }: GraphRecord, edges: Edges): number {
  const isOption = (node: number): boolean => node === target || node === distractor
  const touched = edges.filter(([, to], i) => {
    const before = question.edges[i]![1]
    return before !== to && (isOption(before) || isOption(to))
  })
  const hops = shortestPath({ ...question, edges }, question.root, distractor)!.length
  return touched.length * question.symbols.length + Math.abs(hops - path.length)
}

function pairOf(record: GraphRecord, edges: Edges): Counterfactual {
  const question: GraphQuestion = { ...record.question, edges }
  const path = shortestPath(question, question.root, record.distractor)!
  return {
    record: { question, target: record.distractor, distractor: record.target, path },
    rewritten: edges.flatMap((after, index) => {
      const before = record.question.edges[index]!
      return before[1] === after[1] ? [] : [{ index, before, after }]
    }),
  }
}

function invalid(where: string, got: unknown, expected: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'No question can be rewritten', { got: shown(got), expected, where })
}

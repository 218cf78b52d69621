import { type Draw, drawIndex, seededDraw } from '../countdown/seeded.ts'
import { shown, TaskError } from '../task-error.ts'
import { conceptNames, INDIVIDUALS } from './names.ts'
import { childrenOf, distancesFrom, type GraphQuestion, type GraphRecord, shortestPath } from './question.ts'

/** What generated questions look like. */
export interface GraphSize {
  /** Fewest and most nodes, individuals included; those in the middle come up most. */
  readonly nodes: readonly [number, number]
  /** Relative weight of each number of hops from root to target. */
  readonly hops: Readonly<Record<number, number>>
}

/** Sizes by name: `official` follows the official files, `large` lies beyond everything that the embedded model is trained on. */
export const GRAPH_SIZES = {
  tiny: { nodes: [7, 13], hops: { 2: 0.5, 3: 0.5 } },
  small: { nodes: [12, 20], hops: { 2: 0.3, 3: 0.5, 4: 0.2 } },
  official: { nodes: [17, 28], hops: { 3: 0.404, 4: 0.434, 5: 0.138, 6: 0.024 } },
  large: { nodes: [30, 60], hops: { 7: 0.6, 8: 0.25, 9: 0.1, 10: 0.05 } },
} as const satisfies Readonly<Record<string, GraphSize>>

export type GraphSizeName = keyof typeof GRAPH_SIZES

/** Mean of the Poisson number of parents that a new node draws. */
const PARENTS = 1.5
/** A draw of no parents stays so (a further individual) with the first probability, becomes one parent with the second, else is drawn again. */
const [NO_PARENT, ONE_PARENT] = [0.1, 0.1]
/** A new node looks for parents among what only one side reaches, only the other, or anywhere. */
const [ONE_SIDE, OTHER_SIDE] = [0.35, 0.7]
/** Weight of a parent: deeper nodes are likelier, which makes long chains. */
const parentWeight = (depth: number): number => depth * 1.5 + 1

/**
 * Questions drawn from a seed: Algorithm 1 of the paper's appendix, with nodes numbered anew and the distractor matched to the target in
 * its number of statements, so that no number on the page gives the answer away. Throws a TaskError INVALID_OPTIONS.
 */
export function generateGraphs(size: GraphSize | GraphSizeName, count: number, seed: number): readonly GraphRecord[] {
  const draw = graphStream(size, seed)
  if (!Number.isInteger(count) || count < 0) throw invalid('count', count, 'an integer of at least 0')
  return Array.from({ length: count }, draw)
}

/** An endless stream of the same questions. */
export function graphStream(size: GraphSize | GraphSizeName, seed: number): () => GraphRecord {
  if (!Number.isInteger(seed) || seed < 0) throw invalid('seed', seed, 'an integer of at least 0')
  const checked = checkSize(size)
  const draw = seededDraw(seed)
  return () => {
    const hops = drawHops(checked.hops, draw)
    for (;;) {
      const record = attempt(checked.nodes, hops, draw)
      if (record !== null) return record
    }
  }
}

function checkSize(size: GraphSize | GraphSizeName): GraphSize {
  if (typeof size === 'string') {
    if (!Object.hasOwn(GRAPH_SIZES, size)) throw invalid('size', size, Object.keys(GRAPH_SIZES).join(', '))
    return GRAPH_SIZES[size]
  }
  const [least, most] = size.nodes
  if (!Number.isInteger(least) || !Number.isInteger(most) || least < 5 || most < least || most > 256)
    throw invalid('size.nodes', `[${least}, ${most}]`, 'whole numbers from 5 to 256, the smaller first')
  const hops = Object.entries(size.hops)
  if (hops.length === 0 || hops.some(([hop, weight]) => !/^[1-9]\d?$/.test(hop) || !(weight > 0 && weight < Infinity)))
    throw invalid('size.hops', JSON.stringify(size.hops), 'a positive weight for each number of hops from 1 to 99')
  return size
}

/** One draw; null where no pair of options fits. */
function attempt([least, most]: GraphSize['nodes'], hops: number, draw: Draw): GraphRecord | null {
  // The mean of three uniform draws, as the official sizes are spread.
  const middling = (draw() + draw() + draw()) / 3
  const { edges, labels, parents } = drawGraph(least + Math.floor(middling * (most - least + 1)), draw)
  const count = labels.length
  const individuals = parents.filter((list) => list === 0).length
  if (individuals > INDIVIDUALS.length) return null
  const leaf = new Uint8Array(count).fill(1)
  for (const [from] of edges) leaf[from] = 0
  const root = drawIndex(draw, 2)
  const plain: GraphQuestion = { symbols: labels.map(String), edges, root, options: [0, 0] }
  const distance = distancesFrom(childrenOf(plain), root)
  const leaves = (label: number): number[] =>
    labels.flatMap((l, node) => (l === label && leaf[node] === 1 ? [node] : []))
  const targets = leaves(root + 1).filter((node) => distance[node] === hops)
  if (targets.length === 0) return null
  const target = targets[drawIndex(draw, targets.length)]!
  const distractor = drawDistractor(
    leaves(2 - root).filter((node) => node > 1 && parents[node] === parents[target]),
    target,
    edges,
    draw,
  )
  if (distractor === null) return null
  return name({ ...plain, options: draw() < 0.5 ? [target, distractor] : [distractor, target] }, target, parents, draw)
}

/**
 * Of nodes with as many statements as the target, one with most nearly as many ancestors: neither number may be a hint. Null if there is
 * none.
 */
function drawDistractor(nodes: readonly number[], target: number, edges: readonly [number, number][], draw: Draw) {
  const wanted = ancestorCount(edges, target)
  const gaps = nodes.map((node) => Math.abs(ancestorCount(edges, node) - wanted))
  const nearest = nodes.filter((_, i) => gaps[i] === Math.min(...gaps))
  return nearest[drawIndex(draw, nearest.length)] ?? null
}

function ancestorCount(edges: readonly [number, number][], node: number): number {
  // Parents are drawn before their children, so one pass from the back meets every ancestor after what it leads to.
  const above = new Set([node])
  for (let i = edges.length - 1; i >= 0; i--) if (above.has(edges[i]![1])) above.add(edges[i]![0])
  return above.size - 1
}

/** Nodes 0 and 1 are the two sides; bit 0 of a label says that side 0 reaches the node, bit 1 that side 1 does. */
function drawGraph(size: number, draw: Draw) {
  const edges: [number, number][] = []
  const labels = [1, 2]
  const depths = [0, 0]
  const parents = [0, 0]
  for (let node = 2; node < size; node++) {
    const side = draw()
    const candidates = labels.flatMap((label, other) =>
      side > OTHER_SIDE || label === 0 || label === (side <= ONE_SIDE ? 1 : 2) ? [other] : [],
    )
    const chosen = drawParents(candidates, depths, Math.min(candidates.length, drawParentCount(draw)), draw)
    for (const parent of chosen) edges.push([parent, node])
    labels.push(chosen.reduce((label, parent) => label | labels[parent]!, 0))
    depths.push(chosen.length === 0 ? 0 : Math.max(...chosen.map((parent) => depths[parent]!)) + 1)
    parents.push(chosen.length)
  }
  return { edges, labels, parents }
}

function drawParentCount(draw: Draw): number {
  for (;;) {
    // Poisson by inversion: multiply uniforms until the product falls below e^-mean.
    let count = -1
    for (let product = 1; product > 0.22313016014842982; product *= draw()) count++
    if (count > 0) return count
    const chance = draw()
    if (chance < NO_PARENT) return 0
    if (chance < NO_PARENT + ONE_PARENT) return 1
  }
}

function drawParents(candidates: number[], depths: readonly number[], count: number, draw: Draw): number[] {
  const left = [...candidates]
  return Array.from({ length: count }, () => {
    let weight = draw() * left.reduce((sum, node) => sum + parentWeight(depths[node]!), 0)
    let at = 0
    while (at < left.length - 1 && (weight -= parentWeight(depths[left[at]!]!)) >= 0) at++
    return left.splice(at, 1)[0]!
  })
}

function drawHops(hops: Readonly<Record<number, number>>, draw: Draw): number {
  const entries = Object.entries(hops)
  let weight = draw() * entries.reduce((sum, [, w]) => sum + w, 0)
  for (const [hop, w] of entries) if ((weight -= w) < 0) return Number(hop)
  return Number(entries.at(-1)![0])
}

/** Numbers the nodes anew, shuffles the statements, and gives names: individuals where no statement leads, concepts elsewhere. */
function name(plain: GraphQuestion, target: number, parents: readonly number[], draw: Draw): GraphRecord {
  const order = shuffled(
    plain.symbols.map((_, i) => i),
    draw,
  )
  const at = (node: number): number => order[node]!
  const individuals = shuffled(INDIVIDUALS, draw)
  const concepts = shuffled(conceptNames(plain.symbols.length), draw)
  const symbols: string[] = []
  parents.forEach((count, node) => (symbols[at(node)] = count === 0 ? individuals.pop()! : concepts.pop()!))
  const options = [at(plain.options[0]), at(plain.options[1])] as const
  const question: GraphQuestion = {
    symbols,
    edges: shuffled(plain.edges, draw).map(([from, to]) => [at(from), at(to)] as const),
    root: at(plain.root),
    options,
  }
  const goal = at(target)
  return {
    question,
    target: goal,
    distractor: options[0] === goal ? options[1] : options[0],
    path: shortestPath(question, question.root, goal)!,
  }
}

function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = drawIndex(draw, i + 1)
    ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
  }
  return copy
}

function invalid(where: string, got: unknown, expected: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'No questions can be drawn', { got: shown(got), expected, where })
}

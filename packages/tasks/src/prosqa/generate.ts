import { type Draw, drawIndex, seededDraw } from '../countdown/seeded.ts'
import { shown, TaskError } from '../task-error.ts'
import { type DrawnGraph, drawGraph, drawnDistances } from './draw-graph.ts'
import { conceptNames, INDIVIDUALS } from './names.ts'
import { type GraphQuestion, type GraphRecord, shortestPath } from './question.ts'

/** What generated questions look like. */
export interface GraphSize {
  /** Fewest and most nodes, individuals included; those in the middle come up most. */
  readonly nodes: readonly [number, number]
  /** Relative weight of each number of hops from root to target. */
  readonly hops: Readonly<Record<number, number>>
  /** How much likelier a node is as a parent for each statement that lies before it, in [1, 4]. Default: as in the paper's algorithm. */
  readonly stretch?: number
}

/** Sizes by name: `official` follows the official files, `large` lies beyond everything that the embedded model is trained on. */
export const GRAPH_SIZES = {
  tiny: { nodes: [7, 13], hops: { 2: 0.5, 3: 0.5 } },
  small: { nodes: [12, 20], hops: { 2: 0.3, 3: 0.5, 4: 0.2 } },
  // Shares of the official test questions; none is a logarithm.
  // oxlint-disable-next-line oxc/approx-constant
  official: { nodes: [17, 28], hops: { 3: 0.404, 4: 0.434, 5: 0.138, 6: 0.024 } },
  large: { nodes: [30, 60], hops: { 7: 0.4, 8: 0.3, 9: 0.2, 10: 0.1 }, stretch: 1.75 },
} as const satisfies Readonly<Record<string, GraphSize>>

export type GraphSizeName = keyof typeof GRAPH_SIZES

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
  return () => drawRecord(checked, draw)
}

/** One question from a source of uniform numbers. */
export function drawRecord(size: GraphSize, draw: Draw): GraphRecord {
  const hops = drawHops(size.hops, draw)
  for (;;) {
    const record = attempt(size, hops, draw)
    if (record !== null) return record
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
  const { stretch = 1 } = size
  if (!(stretch >= 1 && stretch <= 4)) throw invalid('size.stretch', stretch, 'a number from 1 to 4')
  return size
}

/** One draw; null where no pair of options fits. */
function attempt({ nodes: [least, most], stretch }: GraphSize, hops: number, draw: Draw): GraphRecord | null {
  // The mean of three uniform draws, as the official sizes are spread.
  const middling = (draw() + draw() + draw()) / 3
  const graph = drawGraph(least + Math.floor(middling * (most - least + 1)), stretch, draw)
  const { edges, labels, parents, inner } = graph
  if (parents.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0) > INDIVIDUALS.length) return null
  const root = drawIndex(draw, 2)
  const distance = drawnDistances(graph, root)
  const leaves = (label: number): number[] => {
    const found: number[] = []
    for (let node = 0; node < labels.length; node++) if (labels[node] === label && inner[node] === 0) found.push(node)
    return found
  }
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
  return name(graph, root, draw() < 0.5 ? [target, distractor] : [distractor, target], target, draw)
}

/**
 * Of nodes with as many statements as the target, one with most nearly as many ancestors: neither number may be a hint. Null if there is
 * none.
 */
function drawDistractor(nodes: readonly number[], target: number, edges: DrawnGraph['edges'], draw: Draw) {
  const wanted = ancestorCount(edges, target)
  const gaps = nodes.map((node) => Math.abs(ancestorCount(edges, node) - wanted))
  const nearest = nodes.filter((_, i) => gaps[i] === Math.min(...gaps))
  return nearest[drawIndex(draw, nearest.length)] ?? null
}

function ancestorCount(edges: DrawnGraph['edges'], node: number): number {
  // Parents are drawn before their children, so one pass from the back meets every ancestor after what it leads to.
  const above = new Set([node])
  for (let i = edges.length - 1; i >= 0; i--) if (above.has(edges[i]![1])) above.add(edges[i]![0])
  return above.size - 1
}

function drawHops(hops: Readonly<Record<number, number>>, draw: Draw): number {
  const entries = Object.entries(hops)
  let weight = draw() * entries.reduce((sum, [, w]) => sum + w, 0)
  for (const [hop, w] of entries) if ((weight -= w) < 0) return Number(hop)
  return Number(entries.at(-1)![0])
}

/** Numbers the nodes anew, shuffles the statements, and gives names: individuals where no statement leads, concepts elsewhere. */
function name(
  { edges, parents }: DrawnGraph,
  root: number,
  pair: readonly [number, number],
  target: number,
  draw: Draw,
): GraphRecord {
  const order = shuffled([...parents.keys()], draw)
  const at = (node: number): number => order[node]!
  const individuals = shuffled(INDIVIDUALS, draw)
  const concepts = shuffled(conceptNames(parents.length), draw)
  const symbols: string[] = []
  parents.forEach((count, node) => (symbols[at(node)] = count === 0 ? individuals.pop()! : concepts.pop()!))
  const options = [at(pair[0]), at(pair[1])] as const
  const question: GraphQuestion = {
    symbols,
    edges: shuffled(edges, draw).map(([from, to]) => [at(from), at(to)] as const),
    root: at(root),
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

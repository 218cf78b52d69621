/**
 * A graph-reasoning question (ProsQA; Hao et al. 2024, arXiv 2412.06769, appendix): statements "every a is a b" as edges of a directed
 * graph without circles, an individual, and two concepts of which it is exactly one. It holds what the question says and nothing of
 * the answer.
 */
export interface GraphQuestion {
  /** Names of the nodes, distinct; a node is an index into them. Individuals begin with a capital letter. */
  readonly symbols: readonly string[]
  /** [from, to] of each statement, in the order of the text; distinct. */
  readonly edges: readonly (readonly [number, number])[]
  /** The individual asked about. */
  readonly root: number
  /** The two concepts, in the order of the question. */
  readonly options: readonly [number, number]
}

/** A question with its answer. Scorers and training read it; a search never does. */
export interface GraphRecord {
  readonly question: GraphQuestion
  /** The option that the root reaches. */
  readonly target: number
  /** The option that it does not. */
  readonly distractor: number
  /** A shortest path, root and target included. */
  readonly path: readonly number[]
}

/** The nodes that statements lead to from each node, in the order of the statements. */
export function childrenOf({ symbols, edges }: GraphQuestion): readonly (readonly number[])[] {
  const children: number[][] = symbols.map(() => [])
  for (const [from, to] of edges) children[from]!.push(to)
  return children
}

/** Fewest statements from `from` to every node; -1 where there is no way. */
export function distancesFrom(children: readonly (readonly number[])[], from: number): Int32Array {
  const distance = new Int32Array(children.length).fill(-1)
  distance[from] = 0
  const queue = [from]
  for (const node of queue) {
    for (const child of children[node]!) {
      if (distance[child] !== -1) continue
      distance[child] = distance[node]! + 1
      queue.push(child)
    }
  }
  return distance
}

/** A path with the fewest statements, both ends included, or null. Among equals the one whose statements come first. */
export function shortestPath(question: GraphQuestion, from: number, to: number): readonly number[] | null {
  const children = childrenOf(question)
  const distance = distancesFrom(children, from)
  if (distance[to] === -1) return null
  const path = [to]
  for (let node = to; node !== from; path.unshift(node)) {
    const before = distance[node]! - 1
    node = question.edges.find(([a, b]) => b === node && distance[a] === before)![0]
  }
  return path
}

import type { GraphPrompt } from '@espalier/models'

/** Nodes that statements lead to, of each node that has any. */
export function childrenIn({ edges }: Pick<GraphPrompt, 'edges'>): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>()
  for (const [from, to] of edges) {
    const known = children.get(from)
    if (known === undefined) children.set(from, [to])
    else known.push(to)
  }
  return children
}

/** Fewest statements from a node to all that it reaches, itself at 0. */
export function distancesIn(
  children: ReadonlyMap<number, readonly number[]>,
  from: number,
): ReadonlyMap<number, number> {
  const distances = new Map([[from, 0]])
  for (const [node, distance] of distances)
    for (const child of children.get(node) ?? []) if (!distances.has(child)) distances.set(child, distance + 1)
  return distances
}

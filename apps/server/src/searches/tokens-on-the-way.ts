import type { SearchReader } from './search-reader.ts'

const READ = 2048

/** Tokens of the steps to the recommended node: of each trial that wrote one, its share among all that the trial wrote. */
export async function tokensOnTheWay(id: string, reader: Pick<SearchReader, 'look' | 'read'>): Promise<number> {
  const path = await reader.look(id, ({ tree, end }) => {
    const nodes = new Set<number>()
    for (let node = end?.node ?? 0; node > 0; node = tree.parent(node)) nodes.add(node)
    return nodes
  })
  const written = new Map<number, { nodes: number; onTheWay: number }>()
  let kept = 0
  for (let from = 0; ;) {
    const envelopes = await reader.read(id, from, READ)
    if (envelopes.length === 0) return Math.round(kept)
    from += envelopes.length
    for (const { event } of envelopes) {
      if (event.type === 'node-add') {
        const trial = written.get(event.trial) ?? { nodes: 0, onTheWay: 0 }
        trial.nodes++
        if (path.has(event.node)) trial.onTheWay++
        written.set(event.trial, trial)
      } else if (event.type === 'trial-end') {
        const trial = written.get(event.trial)
        if (trial !== undefined) kept += ((event.usage?.completionTokens ?? 0) * trial.onTheWay) / trial.nodes
        written.delete(event.trial)
      }
    }
  }
}

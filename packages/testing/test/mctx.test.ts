import { existsSync, readFileSync } from 'node:fs'
import type { NodeId, TreeView } from '@espalier/core'
import { expect, it } from 'vitest'
import { ownView, replayGolden, type MctxGolden, type MctxNode } from '../src/mctx-tree.ts'

const FOLDER = new URL('../../../../shared/data/mctx/', import.meta.url)

for (const name of ['muzero_qtransform_tree', 'gumbel_muzero_reward_tree']) {
  it(`grows mctx's ${name}: visits and order exactly, values to 1e-3`, (context) => {
    const file = new URL(`${name}.json`, FOLDER)
    if (!existsSync(file)) context.skip(`shared/data/mctx/${name}.json is not beside this checkout`)
    const golden = JSON.parse(readFileSync(file, 'utf8')) as MctxGolden
    const { tree } = replayGolden(golden)
    const seen = { visits: 0, nodes: 0 }
    compare(tree, 0, golden.tree, seen)
    expect(seen.nodes).toBe(golden.tree.visit)
  })
}

/** Everything that mctx wrote down of a node and of those below. */
function compare(tree: TreeView, node: NodeId, recorded: MctxNode, seen: { nodes: number }): void {
  expect(tree.visits(node)).toBe(recorded.visit ?? 0)
  if (recorded.visit === undefined) return
  seen.nodes++
  expect(ownView(tree, node)).toBeCloseTo(recorded.value_view!, 3)
  expect(Math.abs(ownView(tree, node) - recorded.value_view!)).toBeLessThan(1e-3)
  let child = tree.firstChild(node)
  for (const below of recorded.child_stats) {
    compare(tree, child, below, seen)
    child = tree.nextSibling(child)
  }
}

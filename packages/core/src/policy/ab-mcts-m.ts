import { Flag, NONE, type NodeId } from '../tree/tree.ts'
import { isOpenChild, type AbChooseFn } from './ab-mcts.ts'
import { MixedModel, drawValue, type GroupEvidence, type MixedPrior } from './mixed-model.ts'

/**
 * AB-MCTS-M (Inoue 2025, §3.3): the children of a node are groups of one mixed model, all values below a child its group's; one more child would be
 * a new group. The highest draw of the next value decides, new group and old ones side by side. Trials in flight below a child count as values at
 * its mean: they make it surer, not better or worse.
 */
export function chooseByMixedModel(prior: MixedPrior): AbChooseFn {
  const model = new MixedModel(prior)
  return (tree, node, mayGenerate, skip, draw) => {
    const groups: GroupEvidence[] = []
    const open: { readonly child: NodeId; readonly group: GroupEvidence }[] = []
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (!tree.has(child, Flag.evaluated)) continue
      const visits = tree.visits(child)
      const mean = tree.valueSum(child) / visits
      const scatter = Math.max(0, tree.valueSqSum(child) - visits * mean * mean)
      const group = { count: visits + tree.pending(child), mean, scatter }
      groups.push(group)
      if (isOpenChild(tree, child, skip)) open.push({ child, group })
    }
    if (open.length === 0) return mayGenerate ? node : NONE
    const common = model.draw(groups, draw)
    let best: NodeId = NONE
    let highest = Number.NEGATIVE_INFINITY
    if (mayGenerate) {
      best = node
      highest = drawValue(common, null, draw)
    }
    for (const { child, group } of open) {
      const value = drawValue(common, group, draw)
      if (value > highest || best === NONE) [best, highest] = [child, value]
    }
    return best
  }
}

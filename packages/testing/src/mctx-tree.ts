import {
  createPreset,
  createSearch,
  type Expansion,
  type Fold,
  type NodeId,
  type Preset,
  type StateBackend,
  type TreeView,
} from '@espalier/core'

/** A node of a golden tree as mctx's tests write it: what the network said there, and what the search made of it. */
export interface MctxNode {
  readonly prior: number
  readonly child_stats: readonly MctxNode[]
  /** Absent from nodes that were never evaluated, as is everything below. */
  readonly raw_value_view?: number
  readonly reward?: number
  readonly visit?: number
  readonly value_view?: number
  /** Place in the order of evaluations. */
  readonly evaluation_index?: number
}

/** A search of mctx, its noise off. */
export interface MctxGolden {
  readonly algorithm: 'muzero' | 'gumbel_muzero'
  readonly algorithm_config: Readonly<Record<string, unknown>>
  readonly env_config: { readonly discount: number }
  readonly tree: MctxNode
}

/** States are the recorded nodes themselves. */
const backend: StateBackend<MctxNode, MctxNode, { readonly action: number; readonly node: MctxNode }> = {
  name: 'mctx',
  root: (tree) => tree,
  extend: (_, { node }) => node,
  isTerminal: () => false,
  answer: () => null,
  label: ({ action }) => `action ${action}`,
}

/** Our preset with the settings of a recorded search. */
export function presetOf({ algorithm, algorithm_config: config, tree }: MctxGolden): Preset {
  const children = tree.child_stats.length
  const simulations = (tree.visit ?? 1) - 1
  const transform = (config['qtransform_kwargs'] ?? {}) as Readonly<Record<string, number | boolean>>
  if (algorithm === 'muzero') {
    const isPlain = config['qtransform'] === 'qtransform_by_min_max'
    const range = { minValue: Number(transform['min_value']), maxValue: Number(transform['max_value']) }
    return createPreset(isPlain ? 'alphazero' : 'muzero', {
      ...(isPlain ? range : {}),
      c: Number(config['pb_c_init'] ?? 1.25),
      base: Number(config['pb_c_base'] ?? 19_652),
      noiseFraction: Number(config['dirichlet_fraction'] ?? 0),
      children,
      expandAfter: 0,
    })
  }
  return createPreset('gumbel', {
    simulations,
    maxConsidered: Number(config['max_num_considered_actions'] ?? 16),
    gumbelScale: Number(config['gumbel_scale'] ?? 0),
    valueScale: Number(transform['value_scale'] ?? 0.1),
    maxVisitInit: Number(transform['maxvisit_init'] ?? 50),
    rescale: Number(transform['rescale_values'] ?? true),
    rootChildren: children,
    children,
    expandAfter: 0,
  })
}

/** Runs the same search with the recorded priors, values and rewards in the network's place. Throws where it leaves the recorded tree. */
export function replayGolden(golden: MctxGolden): Fold {
  const { tree, env_config: env } = golden
  const search = createSearch({
    problem: tree,
    backend,
    algorithm: presetOf(golden),
    valueRange: { min: -1e6, max: 1e6 },
    describe: () => ({ problem: 'mctx', label: 'mctx' }),
  })
  for (let told = 0; told < (tree.visit ?? 0); told++) {
    const trial = search.ask()
    if (trial === null) throw new Error(`nothing to do after ${told} evaluations`)
    const { raw_value_view: value, reward = 0, child_stats: children } = trial.state
    if (value === undefined || trial.state.evaluation_index !== told)
      throw new Error(`evaluation ${told} went to the node that mctx evaluated as ${trial.state.evaluation_index}`)
    const proposals = children.map((node, action) => ({ step: { action, node }, prior: node.prior }))
    const step = trial.depth === 0 ? {} : { reward, discount: env.discount }
    search.tell(trial.id, { value, proposals, exhausted: true, ...step } satisfies Expansion<unknown>)
  }
  return search.fold
}

/** A node's value as mctx keeps it, seen from the node itself: ours is the return of the step to it, seen from its parent. */
export function ownView(tree: TreeView, node: NodeId): number {
  let sum = tree.value(node)
  let visits = 1
  for (let child = tree.firstChild(node); child >= 0; child = tree.nextSibling(child)) {
    sum += tree.valueSum(child)
    visits += tree.visits(child)
  }
  return sum / visits
}

import { Flag, pathLabels, ROOT, type FoldView, type Json, type NodeId } from '@espalier/core'
import {
  nearestThoughts,
  principalMap,
  projectOn,
  type ThoughtInspector,
  type ThoughtMap,
  type ThoughtState,
} from '@espalier/latent'
import type { Conclusion, SearchSpec, ThoughtDetail, ThoughtPoints } from '@espalier/protocol'
import { CatalogError } from '../catalog-error.ts'
import type { Catalog } from '../catalog.ts'
import type { CatalogTask } from '../catalog-task.ts'
import { stateAfter } from '../summary.ts'

/** Symbols of a read-out that are shown. */
const TOP = 10
/** Neighbours that are shown. */
const NEAREST = 5
/** Thoughts that are made again for one look, the first by number. Ours. */
const MOST_THOUGHTS = 2000

type State = ThoughtState<unknown>

/** What a search thinks with, and what it has thought of so far. */
interface SearchThoughts {
  readonly task: CatalogTask
  readonly problem: Json
  readonly events: number
  open(): ThoughtInspector<unknown>
  /** States of the nodes whose thought the search has made, by number. */
  readonly states: ReadonlyMap<NodeId, State>
  /** Such nodes beyond those. */
  readonly more: number
}

/**
 * Looks at the vector of a node. What it takes of the fold it takes at once; the function that it gives makes the vectors again. Throws a
 * CatalogError NO_VECTORS for a search whose states are none, or whose model is not here.
 */
export function inspectThought(
  fold: FoldView,
  node: NodeId,
  spec: SearchSpec,
  catalog: Catalog,
): () => Promise<ThoughtDetail> {
  const { events, states, open, task, problem } = thoughtsOf(fold, spec, catalog)
  const path = pathLabels(fold.tree, node)
  const state = states.get(node) ?? (stateAfter(task, problem, path) as State | null)
  if (state === null) throw noVectors(`node ${node}: its steps are none of ${task.name}`)
  const before = stateAfter(task, problem, path.slice(0, -1)) as State
  const others = [...states].filter(([other]) => other !== node)
  return () =>
    using(open, async (inspector) => {
      const { readOut, entropy, step, values, at } = await inspector.look(state, TOP)
      const [own, ...vectors] = await inspector.hidden([state, ...others.map(([, other]) => other)])
      const nearest = nearestThoughts(own!, vectors, NEAREST).map(({ index, cosine }) => ({
        node: others[index]![0],
        cosine,
      }))
      const conclusion = await concludeWith(inspector, task, state, before)
      return { node, events, readOut, entropy, step, values, at, nearest, conclusion }
    })
}

/** What a line comes to. The model is asked only where the task's verifier proves nothing. */
async function concludeWith(
  { readOut }: ThoughtInspector<unknown>,
  task: CatalogTask,
  state: State,
  before: State,
): Promise<Conclusion | null> {
  const conclusion = (await task.conclude?.(state, null)) ?? null
  if (conclusion === null || conclusion.standing === 'verified') return conclusion
  return (await task.conclude?.(state, await readOut(before))) ?? null
}

/**
 * Where the thoughts of a search lie on its model's map, or, for a model without one, on a map of their own: their first two principal
 * components. As {@link inspectThought}.
 */
export function mapThoughts(fold: FoldView, spec: SearchSpec, catalog: Catalog): () => Promise<ThoughtPoints> {
  const { events, states, more, open } = thoughtsOf(fold, spec, catalog)
  const nodes = [...states.keys()]
  return () =>
    using(open, async ({ map, hidden }) => {
      const vectors = await hidden([...states.values()])
      const { project, explained } = map === null ? ownMap(vectors) : { project: map.project, explained: null }
      const points = nodes.map((node, i) => ({ node, at: project?.(vectors[i]!) ?? null }))
      return { events, map: map?.name ?? null, explained, points, more }
    })
}

/** The first two principal components of some thoughts; no map of fewer than two. */
function ownMap(vectors: readonly Float32Array[]): {
  readonly project: ThoughtMap['project'] | null
  readonly explained: number | null
} {
  if (vectors.length < 2) return { project: null, explained: null }
  const own = principalMap(vectors)
  return {
    project: (vector) => {
      const [x, y] = projectOn(own, vector)
      return [x!, y!]
    },
    explained: Math.min(
      1,
      own.explained.reduce((sum, share) => sum + share, 0),
    ),
  }
}

function thoughtsOf(fold: FoldView, spec: SearchSpec, catalog: Catalog): SearchThoughts {
  const task = catalog.tasks.find(({ name }) => name === spec.task)
  const model = catalog.models.find(({ name }) => name === spec.model)
  const problem = task?.recognise(fold.start?.problem ?? null) ?? null
  if (task === undefined || problem === null || model === undefined) {
    throw noVectors(`the model ${spec.model} is not here, so its vectors cannot be made again`)
  }
  const openThoughts = model.openThoughts?.bind(model)
  if (model.states === 'text' || openThoughts === undefined) throw noVectors(`the states of ${model.name} are text`)
  const root = task.backend.root(problem) as State
  const { states, more } = statesOf(fold, root, (state, label) => {
    const step = task.parse(state, label)
    return step === null ? null : (task.backend.extend(state, step) as State)
  })
  return { events: fold.seq, states, more, task, problem, open: () => openThoughts(task.name) }
}

/** The states of nodes that were judged and go on: those that the search has thought of. */
function statesOf(
  { tree }: FoldView,
  root: State,
  after: (state: State, label: string) => State | null,
): Pick<SearchThoughts, 'states' | 'more'> {
  const all = new Map<NodeId, State>([[ROOT, root]])
  const states = new Map<NodeId, State>()
  let more = 0
  for (let node: NodeId = ROOT; node < tree.size; node++) {
    if (!tree.has(node, Flag.evaluated) || tree.has(node, Flag.terminal)) continue
    if (states.size >= MOST_THOUGHTS) {
      more++
      continue
    }
    const state = stateAt(node)
    if (state !== null) states.set(node, state)
  }
  return { states, more }

  function stateAt(node: NodeId): State | null {
    const known = all.get(node)
    if (known !== undefined) return known
    const parent = stateAt(tree.parent(node))
    const state = parent === null ? null : after(parent, tree.label(node))
    if (state !== null) all.set(node, state)
    return state
  }
}

async function using<T>(
  open: () => ThoughtInspector<unknown>,
  look: (inspector: ThoughtInspector<unknown>) => Promise<T>,
): Promise<T> {
  const inspector = open()
  try {
    return await look(inspector)
  } finally {
    inspector.dispose()
  }
}

const noVectors = (message: string): CatalogError => new CatalogError('NO_VECTORS', message, '')

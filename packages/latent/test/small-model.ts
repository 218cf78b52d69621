import { prosqaModelOn, createReferenceRuntime, createWasmRuntime, randomCheckpoint } from '@espalier/models'
import { generateGraphs } from '@espalier/tasks'
import { embeddedThoughts, graphThoughts, thoughtBackend, thoughtExpand, thoughtPool } from '../src/index.ts'
import type { ThoughtExpandOptions, ThoughtPoolOptions } from '../src/index.ts'

const config = {
  dim: 32,
  layers: 2,
  heads: 2,
  hidden: 64,
  vocab: 197,
  context: 128,
  prefixAttention: 'full',
  positions: 'none',
} as const

/** An untrained model of the embedded one's kind: everything works as with the trained one, but its thoughts mean nothing. */
export function smallModel(kind: 'wasm' | 'reference' = 'wasm') {
  const checkpoint = randomCheckpoint(config, 5)
  const runtime = kind === 'wasm' ? createWasmRuntime(checkpoint) : createReferenceRuntime(checkpoint)
  return { runtime, graph: prosqaModelOn(runtime, 'untrained') }
}

/** Everything that a search over thoughts needs, on an untrained model. */
export function smallWorld(
  options: Partial<ThoughtExpandOptions<never, never>> &
    ThoughtPoolOptions & { readonly kind?: 'wasm' | 'reference' } = {},
) {
  const { kind, startAs, capacity, ...rest } = options
  const { runtime, graph } = smallModel(kind)
  const model = embeddedThoughts(graph)
  const task = graphThoughts()
  const backend = thoughtBackend(task)
  const pool = thoughtPool(model, task, {
    ...(startAs === undefined ? {} : { startAs }),
    ...(capacity === undefined ? {} : { capacity }),
  })
  const expand = thoughtExpand({ ...(rest as object), model, task, backend, pool })
  return { runtime, graph, model, task, backend, pool, expand }
}

export const questions = generateGraphs('tiny', 12, 9).map(({ question }) => question)

import type { ExpandFn } from '@espalier/core'
import {
  embeddedThoughts,
  graphThoughts,
  thoughtBackend,
  thoughtExpand,
  thoughtInspector,
  thoughtPool,
  type OperatorSetting,
  type ThoughtPoolOptions,
} from '@espalier/latent'
import { createProsqaModel } from '@espalier/models'
import type { StateKind } from '@espalier/protocol'
import { FREE, type CatalogModel } from '../catalog-model.ts'
import { PROSQA_TASK } from './prosqa-task.ts'

interface Face extends Required<Pick<ThoughtPoolOptions, 'startAs'>> {
  readonly name: string
  readonly about: string
  readonly states: StateKind
  readonly operators: readonly OperatorSetting[]
}

const STEER: OperatorSetting = { operator: 'steer', strength: 0.5 }

/** The ways to reason with the one network. */
const FACES: readonly Face[] = [
  {
    name: 'prosqa-latent',
    about:
      'The embedded graph model in continuous thoughts: each leans half towards a node that the one before reads as.',
    states: 'vectors',
    operators: [STEER],
    startAs: 'thought',
  },
  {
    name: 'prosqa-token',
    about: 'The same network in words: each step is a statement that it writes.',
    states: 'text',
    operators: [{ operator: 'word' }],
    startAs: 'word',
  },
  {
    name: 'prosqa-mixed',
    about: 'The same network with thoughts as they are, thoughts that lean towards a node, and words in one tree.',
    states: 'both',
    operators: [STEER, { operator: 'word' }, { operator: 'identity' }],
    startAs: 'thought',
  },
]

/** The embedded ProsQA model from the bytes of its checkpoint, in all its ways. Throws a ModelError for bytes that are none. */
export function embeddedThoughtsModels(checkpoint: Uint8Array): readonly CatalogModel[] {
  const model = embeddedThoughts(createProsqaModel(checkpoint))
  const task = graphThoughts()
  const backend = thoughtBackend(task)
  return FACES.map(({ name, about, states, operators, startAs }): CatalogModel => ({
    name,
    about,
    tasks: [PROSQA_TASK],
    states,
    prices: FREE,
    openThoughts: () => thoughtInspector(model, task, thoughtPool(model, task, { startAs })),
    createExpand: () => {
      const pool = thoughtPool(model, task, { startAs })
      const expand = thoughtExpand({ model, task, backend, pool, operators }) as ExpandFn<unknown, unknown>
      return { expand, dispose: () => pool.dispose() }
    },
  }))
}

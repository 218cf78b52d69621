import { createHash } from 'node:crypto'
import type { ExpandFn } from '@espalier/core'
import { createCountdownModel, readCheckpoint, tensorShapes } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { countdownTextTask, type CountdownState, type CountdownStep } from '@espalier/tasks'
import { embeddedExpand, embeddedStepModel } from '@espalier/token'

export type CountdownExpandFn = ExpandFn<CountdownState, CountdownStep>

/** A model that is ready to be asked, and what it is. */
export interface OpenedModel {
  readonly name: string
  /** Numbers that were trained. */
  readonly parameters: number
  /** Size of its checkpoint. */
  readonly bytes: number
  /** SHA-256 of its checkpoint; 64 hexadecimal digits. */
  readonly sha256: string
  /** Work for one search, with caches of its own: a search costs the same whatever ran before it. */
  createExpand(): { readonly expand: CountdownExpandFn; dispose(): void }
}

/** Opens the model in a checkpoint, by default the shipped one. Rejects with a ModelError for a file that is no such checkpoint. */
export type OpenModelFn = (checkpointFile?: string) => Promise<OpenedModel>

/** The embedded Countdown model, from a file. */
export const openEmbeddedModel: OpenModelFn = async (checkpointFile) => {
  const bytes = await readCountdownCheckpoint(checkpointFile)
  const model = createCountdownModel(bytes)
  const shapes = [...tensorShapes(readCheckpoint(bytes).config).values()]
  return {
    name: model.name,
    parameters: shapes.reduce((sum, shape) => sum + shape.reduce((size, n) => size * n, 1), 0),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    createExpand: () => {
      const steps = embeddedStepModel(model)
      return { expand: embeddedExpand(steps, countdownTextTask()), dispose: () => steps.dispose() }
    },
  }
}

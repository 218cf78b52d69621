import { createHash } from 'node:crypto'
import { createCatalog, type Catalog } from '@espalier/catalog'
import { readCheckpoint, tensorShapes } from '@espalier/models'
import { readCountdownCheckpoint, readProsqaCheckpoint } from '@espalier/models/node'

/** What models are wanted for. */
export interface CatalogRequest {
  readonly task: 'countdown' | 'prosqa'
  /** Name of the model, where one is wanted. */
  readonly model?: string | undefined
  /** Another checkpoint of the task's models. Default: the shipped one. */
  readonly checkpointFile?: string | undefined
}

/** A checkpoint that models stand on. */
export interface CheckpointInfo {
  /** Numbers that were trained. */
  readonly parameters: number
  /** Size of the file. */
  readonly bytes: number
  /** SHA-256 of the file; 64 hexadecimal digits. */
  readonly sha256: string
}

export interface OpenedCatalog {
  readonly catalog: Catalog
  /** Null where the model that was asked for needs none. */
  readonly checkpoint: CheckpointInfo | null
}

/** Opens the models of a task. Rejects with a ModelError for a file that is missing or is no checkpoint of theirs. */
export type OpenCatalogFn = (request: CatalogRequest) => Promise<OpenedCatalog>

const READ = { countdown: readCountdownCheckpoint, prosqa: readProsqaCheckpoint }

/** The tasks of the catalog, and those of its models that need no file. */
export const WEIGHTLESS: Catalog = createCatalog()

/** The embedded models, from files. */
export const openEmbeddedCatalog: OpenCatalogFn = async ({ task, model, checkpointFile }) => {
  const isWeightless = WEIGHTLESS.models.some(({ name }) => name === model)
  if (isWeightless && checkpointFile === undefined) return { catalog: WEIGHTLESS, checkpoint: null }
  const bytes = await READ[task](checkpointFile)
  const catalog = createCatalog({ checkpoints: { [task]: bytes } })
  const shapes = [...tensorShapes(readCheckpoint(bytes).config).values()]
  return {
    catalog,
    checkpoint: {
      parameters: shapes.reduce((sum, shape) => sum + shape.reduce((size, n) => size * n, 1), 0),
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  }
}

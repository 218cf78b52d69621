import { createHash } from 'node:crypto'
import { createCatalog, type Catalog, type LanguageModelOptions } from '@espalier/catalog'
import { readCheckpoint, tensorShapes } from '@espalier/models'
import { readCountdownCheckpoint, readProsqaCheckpoint } from '@espalier/models/node'
import { nodeSandbox } from '@espalier/tasks/node'

/** Tasks that the command solves, by their names in the catalog. */
export const SOLVED_TASKS = ['countdown', 'prosqa', 'seating', 'code', 'text'] as const

/** What models are wanted for. */
export interface CatalogRequest {
  readonly task: (typeof SOLVED_TASKS)[number]
  /** Name of the model, where one is wanted. */
  readonly model?: string | undefined
  /** Another checkpoint of the task's models. Default: the shipped one. */
  readonly checkpointFile?: string | undefined
  /** Models behind other servers. Default: none. */
  readonly languageModels?: readonly LanguageModelOptions[] | undefined
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

/** For programs that models write. Its thread starts with the first of them, and keeps no process alive. */
const sandbox = nodeSandbox()

/** The tasks of the catalog, and those of its models that need no file. */
export const WEIGHTLESS: Catalog = createCatalog({ sandbox })

const hasCheckpoint = (task: CatalogRequest['task']): task is keyof typeof READ => Object.hasOwn(READ, task)

/** The embedded models, from files, and language models that were opened. */
export const openEmbeddedCatalog: OpenCatalogFn = async ({ task, model, checkpointFile, languageModels = [] }) => {
  const weightless = languageModels.length === 0 ? WEIGHTLESS : createCatalog({ languageModels, sandbox })
  const isWeightless = weightless.models.some(({ name }) => name === model)
  if (!hasCheckpoint(task) || (isWeightless && checkpointFile === undefined))
    return { catalog: weightless, checkpoint: null }
  const bytes = await READ[task](checkpointFile)
  const catalog = createCatalog({ checkpoints: { [task]: bytes }, languageModels, sandbox })
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

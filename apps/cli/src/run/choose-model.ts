import { UNIFORM_MODEL } from '@espalier/catalog'
import type { ModelInfo, StateKind } from '@espalier/protocol'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'

/** What the states of a search are, as people name it. */
export const BACKENDS = ['token', 'latent', 'mixed'] as const
export type Backend = (typeof BACKENDS)[number]

const STATES: Readonly<Record<Backend, StateKind>> = { token: 'text', latent: 'vectors', mixed: 'both' }

/** A model by its name, or the first of a task with such states. Absent both: the task's default. */
export interface ModelChoice {
  readonly model?: string | undefined
  readonly backend?: Backend | undefined
}

/** The name to ask for; undefined for the default. Throws a usage error where no model of the task has such states. */
export function chosenModel(
  models: readonly Pick<ModelInfo, 'name' | 'tasks' | 'states'>[],
  task: string,
  { model, backend }: ModelChoice,
): string | undefined {
  if (backend === undefined) return model
  if (model !== undefined) throw new CliError(ExitCode.usage, '--model and --backend: expected one of the two')
  // The baseline without a network is no way to reason: who wants it names it.
  const able = models.filter(({ name, tasks }) => tasks.includes(task) && name !== UNIFORM_MODEL)
  const found = able.find(({ states }) => states === STATES[backend])
  if (found !== undefined) return found.name
  const there = BACKENDS.filter((name) => able.some(({ states }) => states === STATES[name]))
  const expected = there.length === 0 ? `none, without a checkpoint of a model` : there.join(' or ')
  throw new CliError(ExitCode.usage, `--backend: got ${backend}, expected ${expected} for ${task}`)
}

import type { Provider } from '@espalier/token'
import { CatalogError } from '../catalog-error.ts'
import type { CatalogModel, ModelPrices } from '../catalog-model.ts'
import type { CatalogTask } from '../catalog-task.ts'

/** A model that writes text, with whatever judges what it writes. */
export interface LanguageModel {
  readonly writer: Provider
  readonly judge: Provider
  /** Votes of the judge on a state. */
  readonly votes: number
  /**
   * `instructed`: it is told in a conversation what to do. `bare`: it was trained on a task's own prompts and goes on from them as plain text, as our
   * embedded models do.
   */
  readonly prompts: 'instructed' | 'bare'
}

export interface LanguageModelOptions extends Partial<Omit<LanguageModel, 'writer'>> {
  readonly name: string
  readonly writer: Provider
  /** Names of the tasks that it is to work at. Default: all that can be put to it. */
  readonly tasks?: readonly string[]
  /** Absent: nobody knows. */
  readonly prices?: ModelPrices
}

const DEFAULT_VOTES = 5

/** A language model as a model of the catalog. Throws a CatalogError `INVALID_MODEL` for a task that cannot be put to it. */
export function languageModel(options: LanguageModelOptions, tasks: readonly CatalogTask[]): CatalogModel {
  const { name, writer, judge = writer, votes = DEFAULT_VOTES, prompts = 'instructed', prices } = options
  const model: LanguageModel = { writer, judge, votes, prompts }
  const able = tasks.filter(({ language }) => language?.prompts.includes(prompts) === true)
  for (const task of options.tasks ?? []) {
    if (able.some((each) => each.name === task)) continue
    const expected = able.map((each) => each.name).join(', ')
    const message = `model ${name}: ${task} cannot be put to it (${prompts} prompts), expected some of ${expected}`
    throw new CatalogError('INVALID_MODEL', message, '')
  }
  const chosen = able.filter((task) => options.tasks?.includes(task.name) ?? true)
  return {
    name,
    about: `A language model (${writer.name}) that writes steps${judge === writer ? '' : `, judged by ${judge.name}`}.`,
    tasks: chosen.map((task) => task.name),
    states: 'text',
    ...(prices === undefined ? {} : { prices }),
    createExpand: (task) => ({
      expand: chosen.find((each) => each.name === task)!.language!.expand(model),
      dispose: () => {},
    }),
  }
}

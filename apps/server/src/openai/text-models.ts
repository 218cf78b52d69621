import { ALGORITHMS } from '@espalier/core'
import { modelProvider, type Catalog, type CatalogModel } from '@espalier/catalog'
import type { Provider } from '@espalier/token'
import { OpenAiError } from './openai-error.ts'

/** What a model's name stands for. */
export type NamedModel =
  | { readonly type: 'provider'; readonly provider: Provider }
  | { readonly type: 'search'; readonly preset: string; readonly base: CatalogModel }

/** A model as OpenAI lists it. */
export interface ListedModel {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** Models by the names that OpenAI's clients use. */
export interface TextModels {
  readonly list: readonly ListedModel[]
  /** Throws an OpenAiError for a name that stands for nothing. */
  named(name: string): NamedModel
}

/** Prefix of models that search: `search/mcts:countdown-1m`. */
const SEARCH = 'search/'

/** When the models here came about is not known; clients want a number. */
const CREATED = 0

/**
 * Every model of the catalog, what its network says of a state where it can be asked (`countdown-1m:value`), each of them under every
 * search, and models behind other servers: passed on by their own names, and under every search where they are in the catalog.
 */
export function createTextModels(catalog: Catalog, remote: Readonly<Record<string, Provider>> = {}): TextModels {
  const providers = new Map<string, Provider>(Object.entries(remote))
  for (const model of catalog.models) {
    // One behind another server answers for itself.
    if (providers.has(model.name)) continue
    providers.set(model.name, modelProvider(catalog, model))
    if (model.raw !== undefined) providers.set(`${model.name}:value`, model.raw.judge)
  }
  const searches = catalog.models.flatMap(({ name }) => ALGORITHMS.map((preset) => `${SEARCH}${preset.name}:${name}`))
  return {
    list: [...providers.keys(), ...searches].map((id) => ({
      id,
      object: 'model',
      created: CREATED,
      owned_by: Object.hasOwn(remote, id) ? 'remote' : 'espalier',
    })),
    named: (name) => {
      const provider = providers.get(name)
      if (provider !== undefined) return { type: 'provider', provider }
      const [, preset, baseName] = /^search\/([^:]{1,60}):(.{1,60})$/.exec(name) ?? []
      const base = catalog.models.find((model) => model.name === baseName)
      if (base === undefined && baseName !== undefined && Object.hasOwn(remote, baseName)) {
        const message = `${baseName} is not to be searched over here: it answers by its own name, or judges other models`
        throw new OpenAiError(400, message, 'model', 'not_searchable')
      }
      if (preset === undefined || base === undefined || !ALGORITHMS.some((each) => each.name === preset)) {
        const message = `The model ${JSON.stringify(name.slice(0, 80))} does not exist: GET /v1/models lists those that do`
        throw new OpenAiError(404, message, 'model', 'model_not_found')
      }
      return { type: 'search', preset, base }
    },
  }
}

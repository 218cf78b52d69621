import { GRAPH_SLOTS, type GraphPrompt, type ProsqaModel } from '@espalier/models'
import type { ThoughtModel } from '../thought-model.ts'

/** The embedded ProsQA model as a model of thoughts. */
export function embeddedThoughts(model: ProsqaModel): ThoughtModel<GraphPrompt> {
  return {
    name: model.name,
    dim: model.dim,
    symbols: GRAPH_SLOTS,
    begin: (prompts, as) => Promise.resolve(model.begin(prompts, as)),
    think: (rows) => Promise.resolve(model.think(rows)),
    readOut: (hidden) => model.readOut(hidden),
    value: (hidden) => model.value(hidden),
    direction: (symbol) => model.direction(symbol),
    release: (cache) => model.release(cache),
  }
}

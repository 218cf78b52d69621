import type { ModelRequest } from '@espalier/token'
import type { ShownSearches } from '../trace/shown-searches.ts'
import type { Clock } from '../world/clock.ts'
import type { SearchField } from './bodies.ts'
import { replyOutcome, searchOutcome, treeUrl, type CallOutcome } from './call-outcome.ts'
import { OpenAiError } from './openai-error.ts'
import type { SearchCall, SearchRuns } from './search-runs.ts'
import type { CallSink } from './stream-reply.ts'
import type { NamedModel } from './text-models.ts'

/** A call that has begun. */
export interface BegunCall {
  /** Of the reply. */
  readonly headers: Readonly<Record<string, string>>
  /** To be called once. `sink` is null for a reply that comes whole. */
  run(sink: CallSink | null, signal: AbortSignal): Promise<CallOutcome>
}

export interface CallDetails extends Omit<SearchCall, 'preset' | 'base'> {
  readonly request: ModelRequest
  readonly search: SearchField
}

const PROGRESS_MS = 1000

/** Begins a call of a model by name: starts its search, if it is one, so that what is wrong with it is known at once. */
export async function beginCall(
  model: NamedModel,
  details: CallDetails,
  { runs, service, clock }: { readonly runs: SearchRuns; readonly service: ShownSearches; readonly clock: Clock },
): Promise<BegunCall> {
  if (model.type === 'provider') {
    if (details.search !== undefined)
      throw new OpenAiError(400, 'search: this model does not search; search/PRESET:MODEL does', 'search')
    return {
      headers: {},
      run: async (sink, signal) => {
        const context = { signal, ...(sink === null ? {} : { onPiece: sink.piece }) }
        return replyOutcome(await model.provider.complete(details.request, context))
      },
    }
  }
  const attached = await runs.begin({ ...details, preset: model.preset, base: model.base })
  const { id } = attached
  const tree = treeUrl(await service.get(id))
  const link = tree === null ? {} : { link: `<${tree}>; rel="related"; title="the search's tree"` }
  return {
    headers: { 'x-search-id': id, ...link },
    run: async (sink, signal) => {
      const isWatched = sink !== null && details.search?.progress === true
      const stop = isWatched ? watch((text) => sink.progress(text), id, service, clock) : () => {}
      try {
        const outcome = await searchOutcome(await attached.over(signal), service)
        for (const text of outcome.samples[0]!.text.match(/\S+\s*|\s+/g) ?? [])
          sink?.piece({ sample: 0, text, tokens: null })
        return outcome
      } finally {
        stop()
        attached.leave()
      }
    },
  }
}

/** Tells once a second how a search stands. Gives the function that ends it. */
function watch(tell: (text: string) => void, id: string, service: ShownSearches, clock: Clock): () => void {
  let cancel = (): void => {}
  let isOver = false
  const beat = (): void => {
    cancel = clock.after(PROGRESS_MS, () => {
      void service.get(id).then(({ trials, nodes, value }) => {
        if (isOver) return
        tell(`${trials} trials, ${nodes} nodes, best value ${value === null ? 'none yet' : value.toFixed(3)}\n`)
        beat()
      })
    })
  }
  beat()
  return () => {
    isOver = true
    cancel()
  }
}

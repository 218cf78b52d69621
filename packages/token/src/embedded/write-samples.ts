import { drawsOf, type Draw } from '@espalier/core'
import type { Cache, PromptReading, TokenModel } from '@espalier/models'
import { cutAt, type ModelRequest, type ModelSample, type WrittenToken } from '../provider/model-call.ts'
import type { ModelContext } from '../provider/provider.ts'
import { pickToken } from './sample-step.ts'

export interface WrittenSamples {
  readonly samples: readonly ModelSample[]
  /** Tokens written in all, also those that were cut off. */
  readonly tokens: number
}

interface Line {
  readonly index: number
  readonly draw: Draw
  readonly ids: number[]
  readonly tokens: WrittenToken[]
  cache: Cache
  logProbs: Float32Array
  sample: ModelSample | null
}

/**
 * Samples behind a prompt that was read, side by side: all that are not at their end get their next token in one batch, and those that say the same so
 * far are one row of it. Sample i follows from the seed (0 without one) and i alone.
 */
export function writeSamples(
  model: TokenModel,
  reading: PromptReading,
  request: ModelRequest,
  onPiece: ModelContext['onPiece'],
): WrittenSamples {
  const { samples = 1, seed = 0, maxTokens } = request
  const lines = Array.from({ length: samples }, (_, index): Line => {
    const { cache, logProbs } = reading
    return { index, draw: drawsOf(seed, index), ids: [], tokens: [], cache, logProbs, sample: null }
  })
  const caches: Cache[] = []
  try {
    let open = lines
    while (open.length > 0) {
      for (const line of open) writeToken(model, line, request, onPiece)
      open = open.filter(({ sample, tokens }) => sample === null && tokens.length < maxTokens)
      const { rows, rowOf } = distinctRows(open)
      const next = rows.length === 0 ? [] : model.advance(rows)
      caches.push(...next.map(({ cache }) => cache))
      open.forEach((line, i) => Object.assign(line, next[rowOf[i]!]!))
    }
  } finally {
    for (const cache of caches) model.release(cache)
  }
  return {
    samples: lines.map(({ sample, ids, tokens }) => sample ?? { text: model.decode(ids), finish: 'length', tokens }),
    tokens: lines.reduce((sum, { ids }) => sum + ids.length, 0),
  }
}

/** Lines with the same tokens behind the prompt share a cache, and go on sharing it while they write the same. */
function distinctRows(lines: readonly Line[]) {
  const rows: { readonly cache: Cache; readonly token: number }[] = []
  const rowOf = lines.map(({ cache, ids }) => {
    const token = ids.at(-1)!
    const known = rows.findIndex((row) => row.cache === cache && row.token === token)
    return known === -1 ? rows.push({ cache, token }) - 1 : known
  })
  return { rows, rowOf }
}

/** Picks a line's next token, and ends the line where that ends it. */
function writeToken(
  model: TokenModel,
  line: Line,
  { temperature = 1, topP = 1, stop = [], alternatives = 0 }: ModelRequest,
  onPiece: ModelContext['onPiece'],
): void {
  const { index, draw, ids, tokens, logProbs } = line
  const id = pickToken(logProbs, temperature, draw, topP)
  const likeliest = alternatives === 0 ? {} : { alternatives: likeliestTokens(model, logProbs, alternatives) }
  const token = { text: model.decode([id]), logProbability: logProbs[id]!, ...likeliest }
  ids.push(id)
  tokens.push(token)
  const text = model.decode(ids)
  if (stop.some((end) => end !== '' && text.includes(end))) {
    line.sample = cutAt({ text, finish: 'length', tokens }, stop)
    onPiece?.({ sample: index, text: line.sample.text.slice(text.length - token.text.length), tokens: [] })
    return
  }
  onPiece?.({ sample: index, text: token.text, tokens: [token] })
  if (id === model.stepEnd) line.sample = { text, finish: 'stop', tokens }
}

function likeliestTokens(model: TokenModel, logProbs: Float32Array, count: number): WrittenToken['alternatives'] & {} {
  return Array.from(logProbs, (logProbability, id) => ({ id, logProbability }))
    .toSorted((a, b) => b.logProbability - a.logProbability)
    .slice(0, count)
    .map(({ id, logProbability }) => ({ text: model.decode([id]), logProbability }))
}

import type { ByteModel } from '@espalier/models'
import type { ModelSample } from '../provider/model-call.ts'
import { entropyStarts, type EntropyRule } from './entropy-rule.ts'
import { atWords, byteTrace, tokenTrace } from './entropy-trace.ts'
import { piecesAt } from './rule-pieces.ts'

/** A continuation in pieces. */
export interface CutSample {
  /** At least one; together they are the sample, without what was broken off at its end. */
  readonly pieces: readonly { readonly text: string; readonly logProbability: number | null }[]
  /** Which entropies they were cut by. */
  readonly source: string
}

export interface CutOptions {
  readonly rule: EntropyRule
  readonly bytes: ByteModel
  /** Characters of a piece at least. */
  readonly minChars: number
  /** What the sample goes on from. */
  readonly before: string
}

/**
 * Cuts a sample where it was uncertain. A sample that ended by itself ends its line. One that was broken off loses its last piece, which may not be
 * whole, unless it has no other. A piece's probability is the geometric mean of its tokens'.
 */
export function cutSample(sample: ModelSample, { rule, bytes, minChars, before }: CutOptions): CutSample {
  const { text, finish } = sample
  const tokens = tokenTrace(sample)
  const trace = tokens ?? atWords(byteTrace(bytes, text, before), text)
  const texts = longEnough(piecesAt(text, entropyStarts(trace, rule)), minChars)
  const whole = finish === 'length' && texts.length > 1 ? texts.slice(0, -1) : texts
  const logs = meansOf(sample, whole)
  const pieces = whole.map((piece, i) => ({
    text: finish !== 'length' && i === whole.length - 1 && !piece.endsWith('\n') ? `${piece}\n` : piece,
    logProbability: logs?.[i] ?? null,
  }))
  return {
    pieces: pieces.length === 0 ? [{ text: '', logProbability: null }] : pieces,
    source: tokens === null ? 'entropy of bytes' : 'entropy of tokens',
  }
}

/** Pieces that are too short go on into the next one, the last one into the one before it. */
function longEnough(pieces: readonly string[], minChars: number): readonly string[] {
  const out: string[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (last !== undefined && last.length < minChars) out[out.length - 1] = last + piece
    else out.push(piece)
  }
  const last = out.at(-1)
  if (out.length > 1 && last!.length < minChars) out.splice(-2, 2, out.at(-2)! + last!)
  return out
}

/** Mean log-probability of the tokens that begin in each piece; null where they are not known, or none begins there. */
function meansOf({ tokens }: ModelSample, pieces: readonly string[]): readonly (number | null)[] | null {
  if (tokens === null) return null
  const ends: number[] = []
  for (const piece of pieces) ends.push((ends.at(-1) ?? 0) + piece.length)
  const sums = pieces.map(() => ({ sum: 0, count: 0 }))
  let at = 0
  for (const { text, logProbability } of tokens) {
    const here = sums[ends.findIndex((end) => at < end)]
    if (here !== undefined) {
      here.sum += logProbability
      here.count++
    }
    at += text.length
  }
  return sums.map(({ sum, count }) => (count === 0 ? null : sum / count))
}

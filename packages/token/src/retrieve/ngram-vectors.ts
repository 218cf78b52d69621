import { checkNumber, portableLog } from '@espalier/core'
import type { EmbedFn } from './passage.ts'

export interface NgramVectorOptions {
  /** Length of the vectors. Default 1,024. */
  readonly dimensions?: number
}

const SIZES = [3, 4, 5]

/**
 * Vectors without a network, from the spelling alone: the words of a text and their n-grams of 3 to 5 letters, hashed into a vector with signs (feature
 * hashing: Weinberger 2009), each weighted by 1 + ln(count) and by how few texts of the corpus have it. So "planned" is near "planning", and nothing is
 * near its synonym: whoever needs meaning injects an embedder. The same texts give the same bits everywhere.
 */
export function ngramVectors(corpus: readonly string[], options: NgramVectorOptions = {}): EmbedFn {
  const { dimensions = 1024 } = options
  checkNumber('ngramVectors.dimensions', dimensions, { min: 16, max: 65_536, integer: true })
  const holders = new Map<number, number>()
  for (const text of corpus) for (const gram of featuresOf(text).keys()) holders.set(gram, (holders.get(gram) ?? 0) + 1)
  const rarity = (gram: number): number => portableLog((1 + corpus.length) / (1 + (holders.get(gram) ?? 0))) + 1

  function embed(text: string): Float32Array {
    const vector = new Float32Array(dimensions)
    for (const [gram, count] of featuresOf(text))
      vector[(gram >>> 1) % dimensions]! += (gram & 1 ? 1 : -1) * (1 + portableLog(count)) * rarity(gram)
    let squares = 0
    for (const x of vector) squares += x * x
    return squares === 0 ? vector : vector.map((x) => x / Math.sqrt(squares))
  }

  return (texts) => Promise.resolve(texts.map(embed))
}

/** Hashes of a text's words and of their n-grams, with marks at both ends, and how often each is there. */
function featuresOf(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const marked = `<${word}>`
    const grams = SIZES.flatMap((size) =>
      Array.from({ length: Math.max(0, marked.length - size + 1) }, (_, i) => marked.slice(i, i + size)),
    )
    for (const gram of new Set([marked, ...grams])) {
      const hash = hashOf(gram)
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
  }
  return counts
}

/** FNV-1a over UTF-16 units, finished as murmur3 does: 32 bits. */
function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

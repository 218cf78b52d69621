import { portableLog } from '@espalier/core'
import { childOf, readNgramTable, type NgramTable } from './ngram-table.ts'

/** Name of the shipped table, as logs show it. */
export const BYTE_MODEL = 'bytes-ngram'

/** What a model of bytes says about a text, byte by byte; both in nats. */
export interface ByteReading {
  /** Entropy of what the model expected in place of each byte, from the bytes before it. In [0, ln 256]. */
  readonly entropies: Float64Array
  /** Natural logarithm of the probability that it gave each byte. */
  readonly logProbabilities: Float64Array
}

/** A model that reads text byte by byte, and says before each byte how sure it is of it. The same bits on every engine. */
export interface ByteModel {
  readonly name: string
  /** Bytes that it looks back at most. */
  readonly context: number
  read(bytes: Uint8Array): ByteReading
}

const BYTES = 256

/**
 * The n-gram model of a table's bytes. Contexts are mixed by Witten and Bell's method (1991): with c the count of a byte after a context,
 * C the sum of these and e the context's escape (how many different bytes followed it, and what was left out of the table),
 * p = (c + e p') / (C + e), where p' comes from the context without its first byte, and is 1/256 under the empty one.
 */
export function createByteModel(file: Uint8Array, name = BYTE_MODEL): ByteModel {
  const table = readNgramTable(file)
  /** By the longest context that is in the table, which decides all the shorter ones. NaN: not worked out yet. */
  const known = new Float64Array(table.bytes.length).fill(Number.NaN)
  const expected = new Float64Array(BYTES)

  function entropyAfter(contexts: readonly number[]): number {
    const last = contexts.at(-1)!
    if (Number.isNaN(known[last]!)) known[last] = entropyOf(distribution(table, contexts, expected))
    return known[last]!
  }

  return {
    name,
    context: table.order - 1,
    read(bytes) {
      const entropies = new Float64Array(bytes.length)
      const logProbabilities = new Float64Array(bytes.length)
      let contexts = [0]
      for (let i = 0; i < bytes.length; i++) {
        entropies[i] = entropyAfter(contexts)
        logProbabilities[i] = portableLog(probability(table, contexts, bytes[i]!))
        contexts = after(table, contexts, bytes[i]!)
      }
      return { entropies, logProbabilities }
    },
  }
}

/** The contexts behind one more byte: the empty one, then longer ones as far as something followed them. */
function after(table: NgramTable, contexts: readonly number[], byte: number): number[] {
  const longer = [0]
  for (const context of contexts) {
    if (longer.length === table.order) break
    const child = childOf(table, context, byte)
    // What is not in the table is in no longer n-gram of it either.
    if (child === -1 || table.children[child] === 0) break
    longer.push(child)
  }
  return longer
}

function probability(table: NgramTable, contexts: readonly number[], byte: number): number {
  let p = 1 / BYTES
  for (const context of contexts) {
    const escape = table.escapes[context]!
    if (escape === 0) continue
    const child = childOf(table, context, byte)
    p = ((child === -1 ? 0 : table.counts[child]!) + escape * p) / (table.totals[context]! + escape)
  }
  return p
}

function distribution(table: NgramTable, contexts: readonly number[], into: Float64Array): Float64Array {
  into.fill(1 / BYTES)
  for (const context of contexts) {
    const escape = table.escapes[context]!
    if (escape === 0) continue
    const sum = table.totals[context]! + escape
    for (let byte = 0; byte < BYTES; byte++) into[byte]! *= escape / sum
    const first = table.first[context]!
    for (let child = first; child < first + table.children[context]!; child++)
      into[table.bytes[child]!]! += table.counts[child]! / sum
  }
  return into
}

function entropyOf(probabilities: Float64Array): number {
  let sum = 0
  for (const p of probabilities) if (p > 0) sum -= p * portableLog(p)
  return sum
}

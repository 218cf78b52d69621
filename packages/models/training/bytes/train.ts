/**
 * Makes the table of byte n-grams, and prints what its card says of it.
 *
 *   npm run train:bytes [-- --out FILE --at COMMIT --order 5 --least 1,1,1,2,2]
 *
 * The same commit and options give the same file. By default it writes the shipped one.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createByteModel } from '../../src/byte-model/byte-model.ts'
import { corpusAt, type CorpusText } from './corpus.ts'
import { countNgrams } from './count-ngrams.ts'

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../checkpoints/bytes.ngrams', import.meta.url)) },
    at: { type: 'string', default: '8c46409df97e' },
    order: { type: 'string', default: '5' },
    least: { type: 'string', default: '1,1,1,2,2' },
  },
})

const texts = corpusAt(options.at)
const seen = bytesOf(texts.filter(({ heldOut }) => !heldOut))
const file = countNgrams(seen, { order: Number(options.order), least: options.least.split(',').map(Number) })
writeFileSync(options.out, file)

const model = createByteModel(file)
console.log(`corpus ${seen.length} bytes, sha256 ${createHash('sha256').update(seen).digest('hex').slice(0, 16)}`)
console.log(`file ${file.length} bytes, sha256 ${createHash('sha256').update(file).digest('hex').slice(0, 16)}`)
console.log('| held out | bytes | uniform | order 0 | table |')
console.log('|---|---|---|---|---|')
for (const kind of ['documents', 'comments', 'reasoning'] as const) {
  const bytes = bytesOf(texts.filter((text) => text.heldOut && text.kind === kind))
  const { logProbabilities } = model.read(bytes)
  const bits = -logProbabilities.reduce((sum, x) => sum + x, 0) / bytes.length / Math.LN2
  console.log(`| ${kind} | ${bytes.length} | 8.00 | ${orderZero(bytes).toFixed(2)} | ${bits.toFixed(2)} |`)
}

function bytesOf(chosen: readonly CorpusText[]): Uint8Array {
  return new TextEncoder().encode(chosen.map(({ text }) => text).join('\n'))
}

/** Bits per byte from how often each byte is in what the table saw, each taken to be there once more. */
function orderZero(bytes: Uint8Array): number {
  const counts = new Float64Array(256).fill(1)
  for (const byte of seen) counts[byte]!++
  return bytes.reduce((sum, byte) => sum - Math.log2(counts[byte]! / (seen.length + 256)), 0) / bytes.length
}

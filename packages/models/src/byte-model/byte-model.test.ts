import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countNgrams, type NgramOptions } from '../../training/bytes/count-ngrams.ts'
import { reasoningTexts } from '../../training/bytes/reasoning-texts.ts'
import { readBytesTable } from '../node.ts'
import { createByteModel } from './byte-model.ts'
import { countCode, countOf } from './count-code.ts'

const OPTIONS: NgramOptions = { order: 3, least: [1, 1, 1] }
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Witten and Bell's probability of a byte behind others, worked out from the text itself. */
function slow(text: Uint8Array, before: readonly number[], byte: number, order: number): number {
  let p = 1 / 256
  for (let length = 0; length < order && length <= before.length; length++) {
    const context = before.slice(before.length - length)
    const next = [...text].filter((_, i) => i >= length && context.every((c, j) => text[i - length + j] === c))
    if (next.length === 0) break
    const types = new Set(next).size
    p = (next.filter((one) => one === byte).length + types * p) / (next.length + types)
  }
  return p
}

describe('createByteModel', () => {
  it('mixes contexts as Witten and Bell do', () => {
    const text = bytesOf('abracadabra')
    const model = createByteModel(countNgrams(text, OPTIONS))
    const { logProbabilities, entropies } = model.read(bytesOf('abrx'))
    const before = [...bytesOf('abr')]
    for (const [i, byte] of [...bytesOf('abrx')].entries()) {
      expect(Math.exp(logProbabilities[i]!)).toBeCloseTo(slow(text, before.slice(0, i), byte, 3), 12)
      const all = Array.from({ length: 256 }, (_, b) => slow(text, before.slice(0, i), b, 3))
      expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
      expect(entropies[i]).toBeCloseTo(
        all.reduce((sum, p) => sum - p * Math.log(p), 0),
        10,
      )
    }
  })

  it('reads any bytes, and what it says of a byte hangs on those before it alone', () => {
    const model = createByteModel(
      countNgrams(bytesOf('the cat sat on the mat. '.repeat(9)), { order: 5, least: [1, 1, 1, 2, 2] }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (bytes, cut) => {
        const whole = model.read(bytes)
        const part = model.read(bytes.slice(0, cut))
        expect(part.entropies).toEqual(whole.entropies.slice(0, cut))
        expect(part.logProbabilities).toEqual(whole.logProbabilities.slice(0, cut))
        for (const entropy of whole.entropies) {
          expect(entropy).toBeGreaterThanOrEqual(0)
          expect(entropy).toBeLessThanOrEqual(Math.log(256) + 1e-9)
        }
        for (const log of whole.logProbabilities) expect(log).toBeLessThan(0)
      }),
    )
  })

  it('refuses files that are none', () => {
    const file = countNgrams(bytesOf('abracadabra'), OPTIONS)
    const code = (bytes: Uint8Array): unknown => {
      try {
        createByteModel(bytes)
        return null
      } catch (error) {
        return (error as { readonly code?: unknown }).code
      }
    }
    expect(code(file)).toBeNull()
    expect(code(new Uint8Array())).toBe('CHECKPOINT_HEADER')
    expect(code(Uint8Array.of(9, ...file))).toBe('CHECKPOINT_HEADER')
    expect(code(Uint8Array.of(...file, 0))).toBe('CHECKPOINT_TRUNCATED')
    for (let length = 5; length < file.length; length++)
      expect(code(file.slice(0, length))).toBe('CHECKPOINT_TRUNCATED')
  })
})

it('counts are written with at most one part in 17 lost, in order', () => {
  fc.assert(
    fc.property(fc.nat(500_000), (count) => {
      const read = countOf(countCode(count))
      expect(read).toBeLessThanOrEqual(count)
      expect(read).toBeGreaterThan((count * 16) / 17 - 1)
    }),
  )
  for (let code = 0; code < 256; code++) expect(countCode(countOf(code))).toBe(code)
})

it('the shipped table is small, and knows reasoning that it has not seen better than letters alone would', async () => {
  const shipped = await readBytesTable()
  expect(shipped.length).toBeLessThan(300_000)
  const { logProbabilities } = createByteModel(shipped).read(bytesOf(reasoningTexts(60, 1_000_003).join('\n')))
  const bits = -logProbabilities.reduce((sum, x) => sum + x, 0) / logProbabilities.length / Math.LN2
  expect(bits).toBeLessThan(2.2)
})

import { describe, expect, it } from 'vitest'
import { randomCheckpoint } from './random-checkpoint.ts'
import { createReferenceRuntime } from './reference/reference-runtime.ts'
import type { TransformerConfig } from './transformer-config.ts'
import type { TransformerRuntime } from './transformer-runtime.ts'
import { createWasmRuntime } from './wasm/wasm-runtime.ts'

const sizes: readonly (readonly [dim: number, layers: number, heads: number, hidden: number, vocab: number])[] = [
  [8, 1, 1, 8, 3],
  [48, 2, 2, 40, 19],
  [128, 4, 4, 512, 122],
  [160, 6, 5, 640, 250],
]
const lengths = [1, 2, 3, 4, 5, 13, 25, 7]

describe.each(sizes)('dim %i, %i layers, %i heads, hidden %i, vocabulary %i', (dim, layers, heads, hidden, vocab) => {
  const config: TransformerConfig = { dim, layers, heads, hidden, vocab, context: 40, prefixAttention: 'full' }
  const checkpoint = randomCheckpoint(config, 11)
  const runtimes = [createReferenceRuntime(checkpoint), createWasmRuntime(checkpoint)] as const

  it.each([1, 2, 3, 4, 5, 8])('reference and wasm agree to 1e-4 on ragged batches of %i', (batch) => {
    for (const attention of ['causal', 'full'] as const) {
      const [expected, got] = runtimes.map((runtime) => outputs(runtime, lengths.slice(0, batch), attention))
      expect(got).toHaveLength(expected!.length)
      expect(Math.max(...got!.map((x, i) => Math.abs(x - expected![i]!)))).toBeLessThan(1e-4)
    }
  })
})

/** Hidden states, logits and values after prompts of the given lengths, and one and three positions later. */
function outputs(runtime: TransformerRuntime, rows: readonly number[], attention: 'causal' | 'full'): number[] {
  const { vocab } = runtime.config
  const ids = (row: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => (i * 5 + row * 3 + 1) % vocab)
  let results = runtime.forward(
    rows.map((count, row) => ({ cache: null, inputs: ids(row, count), attention, hidden: 'all' })),
  )
  const out: number[] = []
  for (const count of [0, 1, 3]) {
    if (count > 0)
      results = runtime.forward(results.map(({ cache }, row) => ({ cache, inputs: ids(row, count), hidden: 'all' })))
    const hidden = results.map((result) => result.hidden)
    out.push(...hidden.flatMap((part) => [...part]), ...runtime.logits(hidden), ...runtime.value(hidden))
  }
  return out
}

describe('wasm runtime', () => {
  it('gives these very bits on every machine', () => {
    const config: TransformerConfig = {
      dim: 128,
      layers: 4,
      heads: 4,
      hidden: 512,
      vocab: 122,
      context: 64,
      prefixAttention: 'full',
    }
    const runtime = createWasmRuntime(randomCheckpoint(config, 5))
    const values = new Float32Array(outputs(runtime, [13, 40, 1], 'full'))
    const bits = new Uint32Array(values.buffer)
    expect(bits.reduce((hash, x) => Math.imul(hash ^ x, 0x01000193) >>> 0, 0x811c9dc5).toString(16)).toBe('7e4d874')
  })
})

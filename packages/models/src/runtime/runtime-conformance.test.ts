import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isModelError, type ModelErrorCode } from './model-error.ts'
import { randomCheckpoint } from './random-checkpoint.ts'
import { createReferenceRuntime } from './reference/reference-runtime.ts'
import type { TransformerConfig } from './transformer-config.ts'
import type { Cache, ForwardRow, TransformerRuntime } from './transformer-runtime.ts'
import { createWasmRuntime } from './wasm/wasm-runtime.ts'

const config: TransformerConfig = {
  dim: 48,
  layers: 2,
  heads: 2,
  hidden: 96,
  vocab: 19,
  context: 24,
  prefixAttention: 'full',
}
const checkpoint = randomCheckpoint(config, 3)
const fresh = { reference: () => createReferenceRuntime(checkpoint), wasm: () => createWasmRuntime(checkpoint) }

const tokens = (length: number, seed = 1): number[] =>
  Array.from({ length }, (_, i) => (i * 7 + seed * 5 + ((i * seed) % 3)) % config.vocab)

function run(runtime: TransformerRuntime, row: ForwardRow): { readonly hidden: number[]; readonly cache: Cache } {
  const [result] = runtime.forward([row])
  return { hidden: [...result!.hidden], cache: result!.cache }
}

function errorOf(action: () => unknown): ModelErrorCode | null {
  try {
    action()
  } catch (error) {
    if (isModelError(error)) return error.code
    throw error
  }
  return null
}

describe.each(['reference', 'wasm'] as const)('%s runtime', (kind) => {
  const runtime = fresh[kind]()

  it('gives a row the same bits alone and in any batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 11 }), fc.boolean()), { minLength: 1, maxLength: 9 }),
        (shapes) => {
          const rows = shapes.map(([length, full], i): ForwardRow => ({
            cache: null,
            inputs: tokens(length, i),
            attention: full ? 'full' : 'causal',
          }))
          const together = runtime.forward(rows)
          for (const [i, row] of rows.entries()) expect([...together[i]!.hidden]).toEqual(run(runtime, row).hidden)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('gives the same bits position by position, in chunks and at once', () => {
    const inputs = tokens(15)
    const whole = run(runtime, { cache: null, inputs, hidden: 'all' })
    for (const chunk of [1, 2, 4, 7]) {
      let cache: Cache | null = null
      const hidden: number[] = []
      for (let i = 0; i < inputs.length; i += chunk) {
        const part: ReturnType<typeof run> = run(runtime, { cache, inputs: inputs.slice(i, i + chunk), hidden: 'all' })
        hidden.push(...part.hidden)
        cache = part.cache
      }
      expect(hidden).toEqual(whole.hidden)
      expect(cache?.length).toBe(15)
    }
  })

  it('lets siblings continue one cache as if each had its own', () => {
    const prompt = tokens(9)
    const { cache } = run(runtime, { cache: null, inputs: prompt, attention: 'full' })
    const siblings = runtime.forward([2, 3, 3, 1].map((length, i) => ({ cache, inputs: tokens(length, i + 2) })))
    for (const [i, sibling] of siblings.entries()) {
      const own = run(runtime, { cache: null, inputs: prompt, attention: 'full' })
      const alone = run(runtime, { cache: own.cache, inputs: tokens([2, 3, 3, 1][i]!, i + 2) })
      expect([...sibling.hidden]).toEqual(alone.hidden)
      expect(run(runtime, { cache: sibling.cache, inputs: [4] }).hidden).toEqual(
        run(runtime, { cache: alone.cache, inputs: [4] }).hidden,
      )
    }
  })

  it('grafts the past of one sequence before that of another, position by position', () => {
    const [base, donor] = [
      run(runtime, { cache: null, inputs: tokens(6) }),
      run(runtime, { cache: null, inputs: tokens(9, 2) }),
    ]
    const next = (cache: Cache): number[] => run(runtime, { cache, inputs: [3] }).hidden
    const before = [next(base.cache), next(donor.cache)]
    // Onto itself, and whole: nothing has changed. In between: something has.
    expect(next(runtime.graft(donor.cache, donor.cache, 4))).toEqual(before[1])
    const head = run(runtime, { cache: null, inputs: tokens(6) })
    expect(next(runtime.graft(donor.cache, head.cache, 6))).toEqual(
      next(run(runtime, { cache: null, inputs: tokens(9, 2).slice(0, 6) }).cache),
    )
    const mixed = runtime.graft(base.cache, donor.cache, 4)
    expect(mixed.length).toBe(9)
    const grafted = next(mixed)
    expect(before).not.toContainEqual(grafted)
    // It holds what it was made of.
    runtime.release(base.cache)
    runtime.release(donor.cache)
    run(runtime, { cache: null, inputs: tokens(12, 3) })
    expect(next(mixed)).toEqual(grafted)
    expect(errorOf(() => runtime.graft(mixed, mixed, 0))).toBe('INPUT_LENGTH')
    expect(errorOf(() => runtime.graft(mixed, head.cache, 7))).toBe('INPUT_LENGTH')
    expect(errorOf(() => runtime.graft(base.cache, mixed, 1))).toBe('CACHE_RELEASED')
  })

  it('sees ahead with full attention and only then', () => {
    const first = (inputs: number[], attention: 'full' | 'causal'): number[] =>
      run(runtime, { cache: null, inputs, attention, hidden: 'all' }).hidden.slice(0, config.dim)
    expect(first([1, 2, 3], 'causal')).toEqual(first([1, 9, 8], 'causal'))
    expect(first([1, 2, 3], 'full')).not.toEqual(first([1, 9, 8], 'full'))
    expect(run(runtime, { cache: null, inputs: [5], attention: 'full' }).hidden).toEqual(
      run(runtime, { cache: null, inputs: [5] }).hidden,
    )
  })

  it('treats token ids as their input vectors', () => {
    const inputs = tokens(6)
    const plain = run(runtime, { cache: null, inputs })
    expect(run(runtime, { cache: null, inputs: runtime.embed(inputs) }).hidden).toEqual(plain.hidden)
    expect(run(runtime, { cache: null, inputs: Int32Array.from(inputs) }).hidden).toEqual(plain.hidden)
    expect(run(runtime, { cache: null, inputs: Uint8Array.from(inputs) }).hidden).toEqual(plain.hidden)
  })

  it('accepts a hidden state as the next input', () => {
    const { hidden, cache } = run(runtime, { cache: null, inputs: tokens(5) })
    const thought = run(runtime, { cache, inputs: Float32Array.from(hidden) })
    expect(thought.cache.length).toBe(6)
    expect(thought.hidden.every(Number.isFinite)).toBe(true)
    expect(thought.hidden).not.toEqual(hidden)
  })

  it('reads logits and values of single states and of many at once alike', () => {
    const all = Float32Array.from(run(runtime, { cache: null, inputs: tokens(11), hidden: 'all' }).hidden)
    const last = Float32Array.from(run(runtime, { cache: null, inputs: tokens(11) }).hidden)
    expect(all.slice(-config.dim)).toEqual(last)
    const logits = runtime.logits([all, last])
    const value = runtime.value([all, last])
    expect([logits.length, value.length]).toEqual([12 * config.vocab, 12])
    expect(logits.slice(-config.vocab)).toEqual(runtime.logits([last]))
    expect(logits.slice(10 * config.vocab, 11 * config.vocab)).toEqual(runtime.logits([last]))
    expect(value[10]).toBe(runtime.value([last])[0])
    expect(runtime.logits([])).toHaveLength(0)
  })

  it('runs batches that are larger than its buffers', () => {
    const rows = Array.from({ length: 60 }, (_, i): ForwardRow => ({ cache: null, inputs: tokens(1 + (i % 20), i) }))
    const results = runtime.forward(rows)
    for (const i of [0, 30, 59]) expect([...results[i]!.hidden]).toEqual(run(runtime, rows[i]!).hidden)
    const many = Float32Array.from({ length: 700 * config.dim }, (_, i) => ((i * 37) % 101) / 50 - 1)
    expect(runtime.logits([many]).slice(-config.vocab)).toEqual(runtime.logits([many.slice(-config.dim)]))
    expect(runtime.forward([])).toEqual([])
  })

  it('reuses released memory without a trace of what was there', () => {
    const own = fresh[kind]()
    const wanted = run(own, { cache: null, inputs: tokens(12) })
    own.release(wanted.cache)
    for (let round = 0; round < 40; round++) {
      const base = run(own, { cache: null, inputs: tokens(8, round) })
      const grown = run(own, { cache: base.cache, inputs: tokens(12) })
      own.release(base.cache)
      const again = run(own, { cache: null, inputs: tokens(12) })
      expect(again.hidden).toEqual(wanted.hidden)
      own.release(grown.cache)
      own.release(again.cache)
    }
    expect(own.usage()).toMatchObject({ caches: 0, positions: 0 })
    expect(own.usage().positionCapacity).toBeLessThan(129)
  })

  it('keeps caches alive while its memory grows', () => {
    const own = fresh[kind]()
    const { cache } = run(own, { cache: null, inputs: tokens(10) })
    const before = run(own, { cache, inputs: [3] }).hidden
    const bytes = own.usage().bytes
    own.forward(Array.from({ length: 300 }, (_, i): ForwardRow => ({ cache: null, inputs: tokens(20, i) })))
    expect(own.usage().bytes).toBeGreaterThan(bytes)
    expect(run(own, { cache, inputs: [3] }).hidden).toEqual(before)
  })

  it('refuses mistakes by name and stays as it was', () => {
    const own = fresh[kind]()
    const { cache } = run(own, { cache: null, inputs: tokens(20) })
    const good: ForwardRow = { cache, inputs: [1] }
    const before = own.usage()
    const bad: readonly (readonly [ModelErrorCode, ForwardRow])[] = [
      ['CONTEXT_OVERFLOW', { cache, inputs: tokens(5) }],
      ['INPUT_LENGTH', { cache, inputs: [] }],
      ['INPUT_LENGTH', { cache, inputs: new Float32Array(config.dim + 1) }],
      ['INPUT_LENGTH', { cache, inputs: new Float32Array(0) }],
      ['INPUT_NOT_FINITE', { cache, inputs: new Float32Array(config.dim).fill(NaN) }],
      ['TOKEN_OUT_OF_RANGE', { cache, inputs: [config.vocab] }],
      ['TOKEN_OUT_OF_RANGE', { cache, inputs: [-1] }],
      ['TOKEN_OUT_OF_RANGE', { cache, inputs: [1.5] }],
      ['CACHE_FOREIGN', { cache: { length: 3 }, inputs: [1] }],
      ['CACHE_FOREIGN', { cache: run(runtime, { cache: null, inputs: [1] }).cache, inputs: [1] }],
    ]
    for (const [code, row] of bad) {
      expect([code, errorOf(() => own.forward([good, row]))]).toEqual([code, code])
      expect(own.usage()).toEqual(before)
    }
    expect(errorOf(() => own.embed([99]))).toBe('TOKEN_OUT_OF_RANGE')
    expect(errorOf(() => own.logits([new Float32Array(3)]))).toBe('INPUT_LENGTH')
    own.release(cache)
    expect(errorOf(() => own.release(cache))).toBe('CACHE_RELEASED')
    expect(errorOf(() => own.forward([good]))).toBe('CACHE_RELEASED')
  })
})

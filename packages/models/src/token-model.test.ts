import { describe, expect, it } from 'vitest'
import { isModelError } from './runtime/model-error.ts'
import { randomCheckpoint } from './runtime/random-checkpoint.ts'
import { createWasmRuntime } from './runtime/wasm/wasm-runtime.ts'
import { createTokenModel } from './token-model.ts'
import { countdownTokenizer } from './tokenizer.ts'

const tokenizer = countdownTokenizer()
const config = {
  dim: 32,
  layers: 2,
  heads: 2,
  hidden: 64,
  vocab: tokenizer.vocabulary.length,
  context: 64,
  prefixAttention: 'full',
} as const
const runtime = createWasmRuntime(randomCheckpoint(config, 5))
const model = createTokenModel('random', runtime, tokenizer)

const codeOf = (run: () => unknown): string | null => {
  try {
    run()
  } catch (error) {
    if (isModelError(error)) return error.code
    throw error
  }
  return null
}

describe('createTokenModel', () => {
  it('reads prompts in a batch as it reads them alone: distribution, value, length', () => {
    const prompts = ['24: 4 9 10 13\n', '24: 6 4\n', '999: 1 2\n']
    const together = model.read(prompts)
    prompts.forEach((prompt, i) => {
      const alone = model.read([prompt])[0]!
      expect(together[i]!.logProbs).toEqual(alone.logProbs)
      expect(together[i]!.value).toBe(alone.value)
      expect(alone.tokens).toBe(tokenizer.encode(prompt)!.length)
      expect(alone.logProbs.reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 5)
      expect(alone.value).toBeGreaterThan(0)
      expect(alone.value).toBeLessThan(1)
      model.release(alone.cache)
    })
    for (const { cache } of together) model.release(cache)
  })

  it('advances siblings from one cache, and leaves nothing behind when all are released', () => {
    const before = runtime.usage()
    const reading = model.read(['24: 6 4\n'])[0]!
    const siblings = model.advance([12, 13, 14].map((token) => ({ cache: reading.cache, token })))
    const again = model.advance([{ cache: reading.cache, token: 13 }])[0]!
    expect(siblings[1]!.logProbs).toEqual(again.logProbs)
    expect(siblings[0]!.logProbs).not.toEqual(siblings[1]!.logProbs)
    for (const { cache } of [reading, ...siblings, again]) model.release(cache)
    expect(runtime.usage().caches).toBe(before.caches)
    expect(runtime.usage().positions).toBe(before.positions)
  })

  it('splits batches beyond its limit', () => {
    const prompts = Array.from({ length: 150 }, (_, i) => `24: ${i + 1} 4\n`)
    const readings = model.read(prompts)
    expect(readings).toHaveLength(150)
    expect(readings[149]!.value).toBe(model.read([prompts[149]!])[0]!.value)
  })

  it('refuses prompts that it cannot read, and checkpoints for another vocabulary', () => {
    expect(codeOf(() => model.read(['what is 6 times 4?']))).toBe('UNREADABLE_PROMPT')
    expect(codeOf(() => model.read(['']))).toBe('UNREADABLE_PROMPT')
    expect(codeOf(() => model.read([`24: ${'1 '.repeat(40)}1\n`]))).toBe('UNREADABLE_PROMPT')
    const other = createWasmRuntime(randomCheckpoint({ ...config, vocab: 40 }, 5))
    expect(codeOf(() => createTokenModel('other', other, tokenizer))).toBe('CHECKPOINT_CONFIG')
  })
})

import { describe, expect, it } from 'vitest'
import { PROSQA_CHECKPOINT, readProsqaCheckpoint } from './node.ts'
import golden from './golden/prosqa.json' with { type: 'json' }
import { createProsqaModel, GRAPH_SLOTS, prosqaModelOn, type GraphPrompt } from './prosqa-model.ts'
import { readCheckpoint, writeCheckpoint } from './runtime/checkpoint.ts'
import { isModelError, type ModelError } from './runtime/model-error.ts'
import { randomCheckpoint } from './runtime/random-checkpoint.ts'
import { createReferenceRuntime } from './runtime/reference/reference-runtime.ts'

const bytes = await readProsqaCheckpoint()
const model = createProsqaModel(bytes)
const prompts = golden.cases as unknown as readonly GraphPrompt[]

function errorOf(action: () => unknown): ModelError {
  try {
    action()
  } catch (error) {
    if (isModelError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('the shipped ProsQA model', () => {
  it.each([
    ['wasm', model],
    ['reference', prosqaModelOn(createReferenceRuntime(readCheckpoint(bytes)))],
  ])('computes what PyTorch computes, on %s', (_, each) => {
    for (const [i, prompt] of prompts.entries()) {
      const wanted = golden.cases[i]!
      let [thought] = each.begin([prompt], 'thought')
      for (const [k, state] of wanted.thoughts.entries()) {
        if (k > 0) [thought] = each.think([{ cache: thought!.cache, input: thought!.hidden, as: 'thought' }])
        for (const [j, x] of state.entries()) expect(Math.abs(thought!.hidden[j]! - x)).toBeLessThan(2e-3)
        expect(each.value([thought!.hidden])[0]).toBeCloseTo(wanted.values[k]!, 3)
      }
      const length = Math.sqrt(each.dim)
      const said = each.direction(prompt.goals[0]).map((x) => x * length)
      const [word] = each.think([{ cache: thought!.cache, input: said, as: 'word' }])
      const [readOut] = each.readOut([word!.hidden])
      for (const [slot, x] of wanted.word.entries()) expect(Math.abs(readOut![slot]! - x)).toBeLessThan(5e-3)
      const [asked] = each.think([{ cache: thought!.cache, input: thought!.hidden, as: 'answer' }])
      for (const [k, fit] of wanted.fits.entries())
        expect(Math.abs(each.fit(asked!.hidden, prompt.goals[k]!) - fit)).toBeLessThan(5e-3)
    }
  })

  it('gives a question the same bits alone and in company, whatever the order of its statements', () => {
    const alone = prompts.map((prompt) => model.begin([prompt], 'thought')[0]!.hidden)
    const together = model.begin(prompts, 'thought').map(({ hidden }) => hidden)
    expect(together).toEqual(alone)
    const turned = model.begin([{ ...prompts[1]!, edges: prompts[1]!.edges.toReversed() }], 'thought')[0]!.hidden
    for (const [i, x] of turned.entries()) expect(Math.abs(x - alone[1]![i]!)).toBeLessThan(1e-3)
  })

  it('is at most 4 MB', () => {
    expect(bytes.length).toBeLessThanOrEqual(4_000_000)
    expect(PROSQA_CHECKPOINT).toMatch(/prosqa\.safetensors$/)
  })

  it('says which question it cannot read, and keeps nothing of it', () => {
    const [prompt] = prompts as [GraphPrompt]
    const slots = errorOf(() => model.begin([prompt, { ...prompt, root: GRAPH_SLOTS }], 'thought'))
    expect([slots.code, slots.details.where, slots.details.got]).toEqual(['TOKEN_OUT_OF_RANGE', 'prompt 1, root', '64'])
    const edge = errorOf(() => model.read([{ ...prompt, edges: [[0, 1.5]] }]))
    expect([edge.code, edge.details.where]).toEqual(['TOKEN_OUT_OF_RANGE', 'prompt 0, statement 0'])
    expect(errorOf(() => model.read([{ ...prompt, edges: [] }])).code).toBe('UNREADABLE_PROMPT')
  })

  it('says which vector does not fit, with both shapes', () => {
    const { cache } = model.begin([prompts[0]!], 'thought')[0]!
    const wrong = errorOf(() => model.think([{ cache, input: new Float32Array(5), as: 'thought' }]))
    expect([wrong.code, wrong.details.got, wrong.details.expected]).toEqual([
      'INPUT_LENGTH',
      'shape [5]',
      `shape [${model.dim}]`,
    ])
    const nan = errorOf(() =>
      model.think([{ cache, input: new Float32Array(model.dim).fill(Number.NaN), as: 'thought' }]),
    )
    expect(nan.code).toBe('INPUT_NOT_FINITE')
  })

  it('refuses checkpoints of other models, cut ones and changed ones', () => {
    const { config } = readCheckpoint(bytes)
    const other = (change: object): Uint8Array => writeCheckpoint(randomCheckpoint({ ...config, ...change }, 1), 'F16')
    expect(errorOf(() => createProsqaModel(other({ vocab: 122 }))).details).toMatchObject({
      got: '122',
      expected: '197',
      where: 'config.vocab',
    })
    expect(errorOf(() => createProsqaModel(other({ positions: 'rotary' }))).details.where).toBe('config.positions')
    expect(errorOf(() => createProsqaModel(bytes.subarray(0, bytes.length - 100))).code).toBe('CHECKPOINT_TRUNCATED')
    expect(errorOf(() => createProsqaModel(bytes.subarray(0, 5))).code).toBe('CHECKPOINT_TRUNCATED')
  })
})

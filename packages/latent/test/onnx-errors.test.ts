import { isModelError, readSafetensors, writeSafetensors, type ModelErrorCode, type Tensor } from '@espalier/models'
import { createOnnxThoughtModel } from '@espalier/latent'
import * as ort from 'onnxruntime-web'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkGraph } from '../src/onnx/step-shapes.ts'
import { readContract } from '../src/onnx/contract.ts'
import { openModel, openSession, readExported, type Exported } from './onnx-files.ts'

const coconut = readExported('coconut')
const codi = readExported('codi')
let session: ort.InferenceSession
let projecting: ort.InferenceSession

beforeAll(async () => {
  session = await openSession(coconut.graph)
  projecting = await openSession(codi.graph)
})

async function errorOf(action: () => unknown): Promise<[ModelErrorCode, string]> {
  try {
    await action()
  } catch (error) {
    if (isModelError(error)) return [error.code, error.message]
    throw error
  }
  throw new Error('nothing was thrown')
}

/** The coconut fixture's files with something changed. */
function filesWith(fields: Readonly<Record<string, unknown>>, embeddings = coconut.files.embeddings) {
  const contract = JSON.stringify({ ...(JSON.parse(coconut.files.contract) as object), ...fields })
  return { contract, embeddings }
}

function tablesWith(changes: Readonly<Record<string, Tensor | null>>): Uint8Array {
  const { metadata, tensors } = readSafetensors(coconut.files.embeddings)
  const changed = new Map(tensors)
  for (const [name, tensor] of Object.entries(changes))
    if (tensor === null) changed.delete(name)
    else changed.set(name, tensor)
  return writeSafetensors({ metadata, tensors: changed }, 'F32')
}

const zeros = (...shape: readonly number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((product, n) => product * n, 1)),
})
const create = (files: { contract: string; embeddings: Uint8Array }, by = session) =>
  createOnnxThoughtModel(files, by, ort.Tensor)

describe('contract.json', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['another file', { contract: 'model' }, 'got "model", expected "espalier/thought-step" (contract.json, contract)'],
    ['a later version', { version: 2 }, 'got 2, expected 1 (contract.json, version)'],
    ['no name', { name: '' }, 'got "", expected a name (contract.json, name)'],
    ['no layers', { layers: 0 }, 'got 0, expected a whole number from 1 to 512 (contract.json, layers)'],
    ['a size in words', { dim: '32' }, 'got "32", expected a whole number from 1 to 16384 (contract.json, dim)'],
    ['heads that do not divide', { heads: 5 }, 'got 5, expected a divisor of dim, which is 32 (contract.json, heads)'],
    ['tokenizers that are no list', { tokenizer: 'x' }, 'got "x", expected a list of file names'],
    [
      'no word on a projector',
      { projector: undefined },
      'got nothing, expected true or false (contract.json, projector)',
    ],
    ['no word on a value head', { valueHead: 1 }, 'got 1, expected true or false (contract.json, valueHead)'],
    ['no tokens', { tokens: [] }, 'got [], expected an object (contract.json, tokens)'],
    [
      'a token outside the vocabulary',
      { tokens: { bot: 50 } },
      'got 50, expected null or a token of the vocabulary, 0 to 49 (contract.json, tokens.bot)',
    ],
  ])('with %s is refused', async (_, fields, message) => {
    const [code, said] = await errorOf(() => create(filesWith(fields)))
    expect(code).toBe('CHECKPOINT_CONFIG')
    expect(said).toContain(message)
  })

  it.each(['', '[1]', '{'])('that is %j is refused', async (contract) => {
    expect((await errorOf(() => create({ ...coconut.files, contract })))[0]).toBe('CHECKPOINT_CONFIG')
  })
})

describe('embeddings.safetensors', () => {
  it('of another width or vocabulary than the contract says is refused with both shapes', async () => {
    expect(await errorOf(() => create(filesWith({ dim: 64 })))).toEqual([
      'TENSOR_SHAPE',
      'tensor does not fit the contract: got shape [50, 32], expected shape [50, 64] (embeddings.safetensors, embedding)',
    ])
    expect(await errorOf(() => create(filesWith({ vocab: 53 })))).toEqual([
      'TENSOR_SHAPE',
      'tensor does not fit the contract: got shape [50, 32], expected shape [53, 32] (embeddings.safetensors, embedding)',
    ])
    const untied = tablesWith({ unembedding: zeros(49, 32) })
    expect(await errorOf(() => create(filesWith({}, untied)))).toEqual([
      'TENSOR_SHAPE',
      'tensor does not fit the contract: got shape [49, 32], expected shape [50, 32] (embeddings.safetensors, unembedding)',
    ])
  })

  it('that is cut off is refused', async () => {
    const { embeddings } = coconut.files
    for (const length of [0, 7, 60, embeddings.length - 1])
      expect((await errorOf(() => create(filesWith({}, embeddings.subarray(0, length)))))[0]).toBe(
        'CHECKPOINT_TRUNCATED',
      )
  })

  it('without what the contract promises is refused', async () => {
    const [code, message] = await errorOf(() => create(filesWith({}, tablesWith({ embedding: null, other: zeros(1) }))))
    expect(code).toBe('TENSOR_MISSING')
    expect(message).toContain('got other, expected shape [50, 32] (embeddings.safetensors, embedding)')
    expect((await errorOf(() => create(filesWith({ valueHead: true }))))[1]).toContain(
      'got embedding, expected shape [1, 32] (embeddings.safetensors, value_head.weight)',
    )
  })

  it('with a weight that is not a number is refused', async () => {
    const embedding = zeros(50, 32)
    embedding.data[77] = NaN
    expect(await errorOf(() => create(filesWith({}, tablesWith({ embedding }))))).toEqual([
      'TENSOR_NOT_FINITE',
      'weight is not a number: got NaN, expected finite values (embedding, value 77)',
    ])
  })
})

/** The graph with the first of these bytes, in all places, replaced by the second, which are as many. */
function graphWith({ graph }: Exported, from: string, to: string): Uint8Array {
  const text = Buffer.from(graph).toString('latin1')
  expect(text).toContain(from)
  return Buffer.from(text.replaceAll(from, to), 'latin1')
}

describe('step.onnx', () => {
  it('with another name for an input or output is refused', async () => {
    const input = await openSession(graphWith(coconut, 'inputs_embeds', 'inputs_embedz'))
    expect(await errorOf(() => create(coconut.files, input))).toEqual([
      'TENSOR_MISSING',
      'graph has no such input: got inputs inputs_embedz, position, past_keys, past_values, ' +
        'expected shape [batch, n, 32] (step.onnx, input inputs_embeds)',
    ])
    const output = await openSession(graphWith(coconut, 'present_values', 'present_valuez'))
    expect((await errorOf(() => create(coconut.files, output)))[1]).toContain('(step.onnx, output present_values)')
  })

  it('of other sizes is refused with both shapes', async () => {
    expect(await errorOf(() => create(filesWith({ heads: 2 })))).toEqual([
      'TENSOR_SHAPE',
      'graph does not fit the contract: got shape [2, batch, 4, past, 8], expected shape [2, batch, 2, past, 16] ' +
        '(step.onnx, input past_keys)',
    ])
    expect((await errorOf(() => create(filesWith({ layers: 3 }))))[1]).toContain(
      'got shape [2, batch, 4, past, 8], expected shape [3, batch, 4, past, 8] (step.onnx, input past_keys)',
    )
    expect((await errorOf(() => create(coconut.files, projecting)))[1]).toContain(
      'got shape [batch, n, 16], expected shape [batch, n, 32] (step.onnx, input inputs_embeds)',
    )
  })

  it('with a projector where the contract has none, or without one, is refused', async () => {
    expect((await errorOf(() => create(filesWith({ projector: true }))))[1]).toContain(
      '(step.onnx, input thought_mask)',
    )
    const without = codi.files.contract.replace('"projector": true', '"projector": false')
    expect((await errorOf(() => create({ ...codi.files, contract: without }, projecting)))[1]).toContain(
      'got thought_mask, expected inputs inputs_embeds, position, past_keys, past_values (step.onnx, input thought_mask)',
    )
  })

  it('that fixes what differs from call to call, or has other types, is refused', async () => {
    const contract = readContract(coconut.files.contract)
    const withInput = (change: object) => ({
      inputMetadata: session.inputMetadata.map((input, i) => (i === 0 ? { ...input, ...change } : input)),
      outputMetadata: session.outputMetadata,
    })
    expect(await errorOf(() => checkGraph(contract, withInput({ shape: [1, 'n', 32] })))).toEqual([
      'TENSOR_SHAPE',
      'graph does not fit the contract: got shape [1, n, 32], expected shape [batch, n, 32] (step.onnx, input inputs_embeds)',
    ])
    expect(await errorOf(() => checkGraph(contract, withInput({ type: 'float16' })))).toEqual([
      'TENSOR_DTYPE',
      'graph does not fit the contract: got float16, expected float32 (step.onnx, input inputs_embeds)',
    ])
    checkGraph(contract, withInput({ shape: ['batch', 'n', 'width'] }))
  })

  it('with a weight that is not a number fails the call, and says where it showed', async () => {
    const { graph } = coconut
    const unsound = Uint8Array.from(graph)
    const at = Buffer.from(graph).indexOf(Buffer.from('wpe.weight\u004a'))
    expect(at).toBeGreaterThan(0)
    // After the name: the tag of the raw values, their length in two bytes, the values.
    new DataView(unsound.buffer).setFloat32(at + 'wpe.weight'.length + 3, NaN, true)
    const model = create(coconut.files, await openSession(unsound))
    expect(await errorOf(() => model.begin([[3, 1]], 'thought'))).toEqual([
      'TENSOR_NOT_FINITE',
      'the graph gave no number; its weights or its input are unsound: got NaN, expected finite values (step.onnx, output hidden, value 0)',
    ])
  })
})

describe('a call', async () => {
  const model = await openModel(coconut)
  const [root] = await model.begin([[3, 1]], 'thought')
  const { cache, hidden } = root!
  const think = async (input: Float32Array, of = cache) => model.think([{ cache: of, input, as: 'thought' }])

  it('with a token that there is not is refused', async () => {
    const expected = 'expected a token of the vocabulary, 0 to 49'
    expect(await errorOf(() => model.begin([[3], [3, 50]], 'thought'))).toEqual([
      'TOKEN_OUT_OF_RANGE',
      `unknown token: got 50, ${expected} (prompt 1, token 1)`,
    ])
    for (const token of [-1, 0.5, NaN, 50]) {
      expect((await errorOf(() => model.embedding(token)))[0]).toBe('TOKEN_OUT_OF_RANGE')
      expect((await errorOf(() => model.direction(token)))[0]).toBe('TOKEN_OUT_OF_RANGE')
    }
    expect((await errorOf(() => model.begin([[]], 'word')))[0]).toBe('INPUT_LENGTH')
  })

  it('with a vector of another width, or with no numbers in it, is refused', async () => {
    expect(await errorOf(() => think(hidden.subarray(1)))).toEqual([
      'INPUT_LENGTH',
      'vector of another width: got 31 numbers, expected 32 (row 0)',
    ])
    expect((await errorOf(() => think(hidden.map(() => Infinity))))[0]).toBe('INPUT_NOT_FINITE')
    expect((await errorOf(() => model.readOut([new Float32Array(3)])))[0]).toBe('INPUT_LENGTH')
  })

  it('that would go past the context is refused before anything has run', async () => {
    const prompt = Array.from({ length: 64 }, () => 1)
    const [full] = await model.begin([prompt], 'word')
    expect(await errorOf(() => think(hidden, full!.cache))).toEqual([
      'CONTEXT_OVERFLOW',
      'sequence too long: got 65, expected at most 64 positions (row 0)',
    ])
    expect((await errorOf(() => model.begin([prompt], 'thought')))[0]).toBe('CONTEXT_OVERFLOW')
  })

  it('with a cache that is released, or of another model, is refused', async () => {
    const [gone] = await think(hidden)
    model.release(gone!.cache)
    expect((await errorOf(() => think(hidden, gone!.cache)))[0]).toBe('CACHE_RELEASED')
    expect((await errorOf(() => model.release(gone!.cache)))[0]).toBe('CACHE_RELEASED')
    const other = await openModel(coconut)
    expect((await errorOf(async () => other.think([{ cache, input: hidden, as: 'thought' }])))[0]).toBe('CACHE_FOREIGN')
  })

  it('that failed leaves the model as it was', async () => {
    const [before] = await think(hidden)
    await errorOf(() => think(hidden.subarray(1)))
    expect((await think(hidden))[0]!.hidden).toEqual(before!.hidden)
  })
})

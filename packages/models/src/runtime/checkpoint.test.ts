import { describe, expect, it } from 'vitest'
import { readCheckpoint, tensorShapes, weightsOf, writeCheckpoint, type Checkpoint } from './checkpoint.ts'
import { isModelError, type ModelError, type ModelErrorCode } from './model-error.ts'
import { randomCheckpoint } from './random-checkpoint.ts'
import type { Tensor } from './safetensors/read-safetensors.ts'
import { writeSafetensors } from './safetensors/write-safetensors.ts'
import type { TransformerConfig } from './transformer-config.ts'

const config: TransformerConfig = {
  dim: 16,
  layers: 2,
  heads: 2,
  hidden: 64,
  vocab: 7,
  context: 8,
  prefixAttention: 'causal',
}
const checkpoint: Checkpoint = { ...randomCheckpoint(config, 1), metadata: { task: 'countdown' } }
const bytes = writeCheckpoint(checkpoint, 'F32')

function errorOf(input: Uint8Array): ModelError {
  try {
    readCheckpoint(input)
  } catch (error) {
    if (isModelError(error)) return error
    throw error
  }
  throw new Error('the checkpoint was accepted')
}

function withTensor(name: string, tensor: Tensor | null): Uint8Array {
  const tensors = new Map(checkpoint.tensors)
  if (tensor === null) tensors.delete(name)
  else tensors.set(name, tensor)
  return writeCheckpoint({ ...checkpoint, tensors }, 'F32')
}

function withHeader(change: (header: string) => string): Uint8Array {
  const length = new DataView(bytes.buffer).getUint32(0, true)
  const header = new TextEncoder().encode(change(new TextDecoder().decode(bytes.subarray(8, 8 + length))))
  const out = new Uint8Array(8 + header.length + bytes.length - 8 - length)
  new DataView(out.buffer).setUint32(0, header.length, true)
  out.set(header, 8)
  out.set(bytes.subarray(8 + length), 8 + header.length)
  return out
}

describe('checkpoint', () => {
  it('comes back from F32 unchanged and from F16 rounded', () => {
    expect(readCheckpoint(bytes)).toEqual(checkpoint)
    const half = readCheckpoint(writeCheckpoint(checkpoint, 'F16'))
    expect(half.config).toEqual(config)
    for (const name of tensorShapes(config).keys()) {
      const exact = weightsOf(checkpoint, name)
      for (const [i, x] of weightsOf(half, name).entries())
        expect(Math.abs(x - exact[i]!)).toBeLessThanOrEqual(Math.abs(x) * 2 ** -11 + 2 ** -25)
    }
  })

  it('is read from the middle of a buffer at any alignment', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(readCheckpoint(shifted.subarray(3))).toEqual(checkpoint)
  })

  it('is refused at every length but its own', () => {
    for (let length = 0; length < bytes.length; length += 97)
      expect(errorOf(bytes.slice(0, length)).code).toBe('CHECKPOINT_TRUNCATED')
    expect(errorOf(bytes.slice(0, -1)).code).toBe('CHECKPOINT_TRUNCATED')
    expect(errorOf(Uint8Array.from([...bytes, 0])).code).toBe('CHECKPOINT_HEADER')
  })

  it.each<[string, ModelErrorCode, (header: string) => string]>([
    ['no JSON', 'CHECKPOINT_HEADER', (h) => h.replace('{', '[')],
    ['a list', 'CHECKPOINT_HEADER', () => '[]'],
    ['no offsets', 'CHECKPOINT_HEADER', (h) => h.replace('data_offsets', 'offsets')],
    ['a negative offset', 'CHECKPOINT_HEADER', (h) => h.replace('[0,', '[-1,')],
    ['a gap', 'CHECKPOINT_HEADER', (h) => h.replace('[7,16],"data_offsets":[0,448]', '[7,16],"data_offsets":[4,452]')],
    ['metadata that is no text', 'CHECKPOINT_HEADER', (h) => h.replace('"countdown"', '5')],
    ['another dtype', 'TENSOR_DTYPE', (h) => h.replace('"F32"', '"BF16"')],
    ['a shape that is not that of its bytes', 'TENSOR_SHAPE', (h) => h.replace('[7,16]', '[8,16]')],
    ['no config', 'CHECKPOINT_CONFIG', (h) => h.replace('"config"', '"settings"')],
    ['a config that is no JSON', 'CHECKPOINT_CONFIG', (h) => h.replace('\\"dim\\"', 'dim')],
    ['no heads', 'CHECKPOINT_CONFIG', (h) => h.replace('\\"heads\\":2', '\\"heads\\":0')],
    ['heads of an odd size', 'CHECKPOINT_CONFIG', (h) => h.replace('\\"heads\\":2', '\\"heads\\":4')],
    ['another prefix attention', 'CHECKPOINT_CONFIG', (h) => h.replace('\\"causal\\"', '\\"some\\"')],
  ])('with %s is refused', (_, code, change) => {
    expect(errorOf(withHeader(change)).code).toBe(code)
  })

  it('names the missing tensor, and both shapes of a wrong one', () => {
    expect(errorOf(withTensor('blocks.1.mlp_up.weight', null))).toMatchObject({
      code: 'TENSOR_MISSING',
      details: { where: 'blocks.1.mlp_up.weight' },
    })
    const flat = errorOf(withTensor('blocks.0.attention_output.weight', { shape: [256], data: new Float32Array(256) }))
    expect(flat.code).toBe('TENSOR_SHAPE')
    expect(flat.details).toEqual({
      got: 'shape [256]',
      expected: 'shape [16, 16]',
      where: 'blocks.0.attention_output.weight',
    })
  })

  it.each([NaN, Infinity, -Infinity])('with a weight of %d is refused', (bad) => {
    const data = new Float32Array(16).fill(1)
    data[5] = bad
    const { code, details } = errorOf(withTensor('final_norm.weight', { shape: [16], data }))
    expect([code, details.where]).toEqual(['TENSOR_NOT_FINITE', 'final_norm.weight, value 5'])
  })

  it('keeps tensors that it does not know', () => {
    const extra: Tensor = { shape: [2], data: Float32Array.from([1, 2]) }
    expect(readCheckpoint(withTensor('thought_head.weight', extra)).tensors.get('thought_head.weight')).toEqual(extra)
  })

  it('without any tensor names the first that is missing', () => {
    const empty = writeSafetensors({ metadata: { config: JSON.stringify(config) }, tensors: new Map() }, 'F32')
    expect(errorOf(empty)).toMatchObject({ code: 'TENSOR_MISSING', details: { where: 'embedding.weight' } })
  })
})

import { ModelError, readSafetensors, type SafetensorsFile } from '@espalier/models'
import type { ThoughtContract } from './contract.ts'

/** What lies beside the graph: how tokens become inputs and how hidden states are read. Row-major. */
export interface Tables {
  /** [vocab, dim] */
  readonly embedding: Float32Array
  /** [vocab, dim]; the embedding itself where the head is tied. */
  readonly unembedding: Float32Array
  readonly value: { readonly weight: Float32Array; readonly bias: number } | null
}

/** Reads `embeddings.safetensors`. Throws what `readSafetensors` throws, `TENSOR_MISSING` or `TENSOR_SHAPE`. */
export function readTables(contract: ThoughtContract, bytes: Uint8Array): Tables {
  const { dim, vocab, valueHead } = contract
  const file = readSafetensors(bytes)
  const embedding = tensorOf(file, 'embedding', [vocab, dim])
  const unembedding = file.tensors.has('unembedding') ? tensorOf(file, 'unembedding', [vocab, dim]) : embedding
  if (!valueHead) return { embedding, unembedding, value: null }
  const weight = tensorOf(file, 'value_head.weight', [1, dim])
  return { embedding, unembedding, value: { weight, bias: tensorOf(file, 'value_head.bias', [1])[0]! } }
}

function tensorOf({ tensors }: SafetensorsFile, name: string, shape: readonly number[]): Float32Array {
  const tensor = tensors.get(name)
  const where = `embeddings.safetensors, ${name}`
  const expected = `shape [${shape.join(', ')}]`
  if (tensor === undefined)
    throw new ModelError('TENSOR_MISSING', 'tensor missing', { got: [...tensors.keys()].join(', '), expected, where })
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    const got = `shape [${tensor.shape.join(', ')}]`
    throw new ModelError('TENSOR_SHAPE', 'tensor does not fit the contract', { got, expected, where })
  }
  return tensor.data
}

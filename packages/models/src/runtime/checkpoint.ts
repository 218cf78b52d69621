import { ModelError } from './model-error.ts'
import { checkTransformerConfig, type TransformerConfig } from './transformer-config.ts'
import { readSafetensors, type Tensor } from './safetensors/read-safetensors.ts'
import { writeSafetensors } from './safetensors/write-safetensors.ts'

/** A transformer on disk: its sizes and its weights by name. */
export interface Checkpoint {
  readonly config: TransformerConfig
  /** What else the file says about itself, without the config. */
  readonly metadata: Readonly<Record<string, string>>
  /** At least the tensors that {@link tensorShapes} lists; a file may bring more for other uses. */
  readonly tensors: ReadonlyMap<string, Tensor>
}

/** Names and shapes of all weights. A linear layer is [outputs, inputs]; the embedding also gives the logits. */
export function tensorShapes(config: TransformerConfig): ReadonlyMap<string, readonly number[]> {
  const { dim, hidden, vocab } = config
  const shapes = new Map<string, readonly number[]>([['embedding.weight', [vocab, dim]]])
  for (let i = 0; i < config.layers; i++) {
    shapes.set(`blocks.${i}.attention_norm.weight`, [dim])
    shapes.set(`blocks.${i}.attention_qkv.weight`, [3 * dim, dim])
    shapes.set(`blocks.${i}.attention_output.weight`, [dim, dim])
    shapes.set(`blocks.${i}.mlp_norm.weight`, [dim])
    shapes.set(`blocks.${i}.mlp_up.weight`, [hidden, dim])
    shapes.set(`blocks.${i}.mlp_down.weight`, [dim, hidden])
  }
  shapes.set('final_norm.weight', [dim])
  shapes.set('value_head.weight', [1, dim])
  shapes.set('value_head.bias', [1])
  return shapes
}

/**
 * Reads a checkpoint: a safetensors file whose metadata holds the config as JSON under `config`. Throws what `readSafetensors` throws,
 * `CHECKPOINT_CONFIG`, `TENSOR_MISSING` or `TENSOR_SHAPE`.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { metadata, tensors } = readSafetensors(bytes)
  const { config: json, ...rest } = metadata
  const config = checkTransformerConfig(parseConfig(json))
  for (const [name, shape] of tensorShapes(config)) {
    const tensor = tensors.get(name)
    const expected = `shape [${shape.join(', ')}]`
    if (tensor === undefined) {
      throw new ModelError('TENSOR_MISSING', 'tensor missing', {
        got: `${tensors.size} other tensors`,
        expected,
        where: name,
      })
    }
    if (tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) {
      const got = `shape [${tensor.shape.join(', ')}]`
      throw new ModelError('TENSOR_SHAPE', 'tensor does not fit the config', { got, expected, where: name })
    }
  }
  return { config, metadata: rest, tensors }
}

/** The checkpoint as a safetensors file. `dtype` F16 halves the size and rounds the weights. */
export function writeCheckpoint(checkpoint: Checkpoint, dtype: 'F32' | 'F16'): Uint8Array {
  const metadata = { ...checkpoint.metadata, config: JSON.stringify(checkpoint.config) }
  return writeSafetensors({ metadata, tensors: checkpoint.tensors }, dtype)
}

/** The values of a tensor that {@link tensorShapes} lists. Throws `TENSOR_MISSING`. */
export function weightsOf(checkpoint: Checkpoint, name: string): Float32Array {
  const tensor = checkpoint.tensors.get(name)
  if (tensor !== undefined) return tensor.data
  const got = `${checkpoint.tensors.size} other tensors`
  throw new ModelError('TENSOR_MISSING', 'tensor missing', { got, expected: 'this tensor', where: name })
}

function parseConfig(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    const got = (json ?? '').slice(0, 60)
    throw new ModelError('CHECKPOINT_CONFIG', 'unusable model config', {
      got,
      expected: 'JSON',
      where: '__metadata__.config',
    })
  }
}

import type { TransformerConfig } from './transformer-config.ts'
import { tensorShapes, type Checkpoint } from './checkpoint.ts'
import type { Tensor } from './safetensors/read-safetensors.ts'

/**
 * An untrained checkpoint for tests and benchmarks, the same for the same seed on every machine. Values are uniform and scaled so
 * that every part of the network has a visible influence: matrices by the width of their input, norms around one.
 */
export function randomCheckpoint(config: TransformerConfig, seed: number): Checkpoint {
  const tensors = new Map<string, Tensor>()
  let counter = Math.imul(seed, 0x9e3779b1)
  for (const [name, shape] of tensorShapes(config)) {
    const spread = shape.length === 1 ? 0.5 : 1.5 / Math.sqrt(shape[1]!)
    const centre = name.endsWith('norm.weight') ? 1 : 0
    const data = new Float32Array(shape.reduce((product, n) => product * n, 1))
    for (let i = 0; i < data.length; i++) data[i] = centre + spread * uniform(counter++)
    tensors.set(name, { shape, data })
  }
  return { config, metadata: {}, tensors }
}

/** Uniform in [-1, 1): the finaliser of murmur3 over a counter. */
function uniform(key: number): number {
  let h = Math.imul(key ^ (key >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) | 0) / 2147483648
}

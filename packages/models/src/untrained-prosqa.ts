import { writeCheckpoint } from './runtime/checkpoint.ts'
import { randomCheckpoint } from './runtime/random-checkpoint.ts'

/** Bytes of a small network of the ProsQA model's kind, with weights that nobody trained, for tests: everything works, and means nothing. */
export function untrainedProsqa(): Uint8Array {
  const config = {
    dim: 32,
    layers: 2,
    heads: 2,
    hidden: 64,
    vocab: 197,
    context: 512,
    prefixAttention: 'full',
    positions: 'none',
  } as const
  return writeCheckpoint(randomCheckpoint(config, 5), 'F32')
}

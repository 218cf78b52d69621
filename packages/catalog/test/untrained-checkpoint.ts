import { countdownTokenizer, randomCheckpoint, writeCheckpoint } from '@espalier/models'

/** Bytes of a small network with the vocabulary of the Countdown model and weights that nobody trained. */
export function untrainedCheckpoint(): Uint8Array {
  const vocab = countdownTokenizer().vocabulary.length
  const config = { dim: 32, layers: 2, heads: 2, hidden: 64, vocab, context: 128, prefixAttention: 'full' } as const
  return writeCheckpoint(randomCheckpoint(config, 7), 'F32')
}

import { createCacheStore } from '../cache-store.ts'
import { weightsOf, type Checkpoint } from '../checkpoint.ts'
import { checkTokens, openBatch, type BatchRow } from '../forward-batch.ts'
import { joinRows } from '../join-rows.ts'
import { rotaryTable } from '../rotary-table.ts'
import type { ForwardResult, TransformerRuntime } from '../transformer-runtime.ts'
import { attend, type KeyValueStore } from './reference-attention.ts'
import { addTo, linear, rmsNorm, squaredRelu } from './reference-math.ts'

/**
 * The transformer written as its formulas, one row after the other: the yardstick for other runtimes, not made for speed. Its last
 * bits follow the engine's `Math.exp`.
 */
export function createReferenceRuntime(checkpoint: Checkpoint): TransformerRuntime {
  const { config } = checkpoint
  const { dim, hidden: mlpDim, vocab } = config
  const weights = (name: string): Float32Array => weightsOf(checkpoint, name)
  const rotary = rotaryTable(config.context, dim / config.heads, config.positions)
  const keyValues: KeyValueStore = []
  const store = createCacheStore((count) => {
    for (let i = 0; i < count; i++) keyValues.push([])
    return count
  })

  function embed(tokens: ArrayLike<number>): Float32Array {
    checkTokens(vocab, tokens, 'tokens')
    const out = new Float32Array(tokens.length * dim)
    const table = weights('embedding.weight')
    for (let i = 0; i < tokens.length; i++) out.set(table.subarray(tokens[i]! * dim, (tokens[i]! + 1) * dim), i * dim)
    return out
  }

  function runRow(row: BatchRow): ForwardResult {
    const x = row.inputs instanceof Float32Array ? row.inputs.slice() : embed(row.inputs)
    for (let layer = 0; layer < config.layers; layer++) {
      const block = (name: string): Float32Array => weights(`blocks.${layer}.${name}.weight`)
      const qkv = linear(rmsNorm(x, block('attention_norm')), block('attention_qkv'), dim)
      addTo(x, linear(attend(config, rotary, keyValues, layer, row, qkv), block('attention_output'), dim))
      const up = linear(rmsNorm(x, block('mlp_norm')), block('mlp_up'), dim)
      squaredRelu(up)
      addTo(x, linear(up, block('mlp_down'), mlpDim))
    }
    const first = row.allHidden ? 0 : (row.count - 1) * dim
    return { hidden: rmsNorm(x.subarray(first), weights('final_norm.weight')), cache: row.cache }
  }

  const weightCount = [...checkpoint.tensors.values()].reduce((sum, { data }) => sum + data.length, 0)
  return {
    config,
    name: 'reference',
    embed,
    forward: (rows) => openBatch(config, store, rows).map(runRow),
    logits: (hidden) => linear(joinRows(dim, hidden), weights('embedding.weight'), dim),
    value: (hidden) =>
      linear(joinRows(dim, hidden), weights('value_head.weight'), dim).map((x) => x + weights('value_head.bias')[0]!),
    graft: store.graft,
    release: store.release,
    usage: () => {
      const usage = store.usage()
      return { ...usage, bytes: 4 * (weightCount + usage.positionCapacity * config.layers * 2 * dim) }
    },
  }
}

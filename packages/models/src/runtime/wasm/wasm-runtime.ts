import { createCacheStore } from '../cache-store.ts'
import { weightsOf, type Checkpoint } from '../checkpoint.ts'
import { checkTokens, openBatch, type BatchRow } from '../forward-batch.ts'
import { joinRows } from '../join-rows.ts'
import type { ForwardResult, TransformerRuntime } from '../transformer-runtime.ts'
import { createHeap } from './heap.ts'
import { ADD, createKernel, SQUARED_RELU, STORE } from './kernel.ts'
import { createKeyValueArena } from './key-value-arena.ts'
import { loadWeights, paddedOutputs } from './load-weights.ts'
import { groupRows, reserveScratch, writeTables } from './scratch.ts'

/**
 * The transformer on a WebAssembly SIMD kernel. Additions, multiplications, divisions and square roots in a fixed order are all it
 * uses, so a checkpoint gives the same bits on every machine, whatever the batch. Throws `UNSUPPORTED_ENGINE`, `OUT_OF_MEMORY` or
 * `TENSOR_MISSING`.
 */
export function createWasmRuntime(checkpoint: Checkpoint): TransformerRuntime {
  const { config } = checkpoint
  const { dim, heads, hidden: mlpDim, vocab } = config
  const headDim = dim / heads
  const scale = 1 / Math.sqrt(headDim)
  const { kernel, memory } = createKernel()
  const heap = createHeap(memory)
  const embedding = weightsOf(checkpoint, 'embedding.weight')
  const valueBias = weightsOf(checkpoint, 'value_head.bias')[0]!
  const weights = loadWeights(heap, checkpoint)
  const scratch = reserveScratch(heap, config)
  const arena = createKeyValueArena(heap, config)
  const store = createCacheStore(arena.grow)
  const { x, normed, wide } = scratch

  function writeEmbeddings(out: Float32Array, at: number, tokens: ArrayLike<number>): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!
      out.set(embedding.subarray(token * dim, (token + 1) * dim), at + i * dim)
    }
  }

  function attend(rows: readonly BatchRow[], layerOffset: number): void {
    let start = 0
    let slots = scratch.slots
    for (const {
      count,
      slots: { length },
      full,
    } of rows) {
      const qkv = wide + start * 3 * dim * 4
      const out = normed + start * dim * 4
      kernel.attention(qkv, count, slots, length, full ? 1 : 0, heads, headDim, layerOffset, scale, scratch.scores, out)
      start += count
      slots += length * 4
    }
  }

  function runLayers(rows: readonly BatchRow[], n: number): void {
    for (const [layer, block] of weights.blocks.entries()) {
      const layerOffset = layer * arena.layerBytes
      kernel.rmsNorm(x, n, dim, block.attentionNorm, normed)
      kernel.linear(normed, n, dim, block.attentionQkv, 3 * dim, wide, STORE)
      kernel.rotateAndStore(
        wide,
        n,
        heads,
        headDim,
        scratch.positions,
        scratch.newSlots,
        layerOffset,
        weights.cosines,
        weights.sines,
      )
      attend(rows, layerOffset)
      kernel.linear(normed, n, dim, block.attentionOutput, dim, x, ADD)
      kernel.rmsNorm(x, n, dim, block.mlpNorm, normed)
      kernel.linear(normed, n, dim, block.mlpUp, mlpDim, wide, SQUARED_RELU)
      kernel.linear(wide, n, mlpDim, block.mlpDown, dim, x, ADD)
    }
    kernel.rmsNorm(x, n, dim, weights.finalNorm, normed)
  }

  function runGroup(rows: readonly BatchRow[]): readonly ForwardResult[] {
    writeTables(heap, arena, scratch, rows)
    const floats = heap.floats()
    let n = 0
    for (const { inputs, count } of rows) {
      if (inputs instanceof Float32Array) floats.set(inputs, x / 4 + n * dim)
      else writeEmbeddings(floats, x / 4 + n * dim, inputs)
      n += count
    }
    runLayers(rows, n)
    let end = normed / 4
    return rows.map(({ count, allHidden, cache }) => {
      end += count * dim
      return { hidden: floats.slice(end - (allHidden ? count : 1) * dim, end), cache }
    })
  }

  /** hidden · Wᵀ for a packed W with `outputs` rows: [n, outputs]. */
  function project(hidden: readonly Float32Array[], packed: number, outputs: number): Float32Array {
    const joined = joinRows(dim, hidden)
    const total = joined.length / dim
    const stride = paddedOutputs(outputs)
    const out = new Float32Array(total * outputs)
    const floats = heap.floats()
    for (let start = 0; start < total; start += scratch.positionLimit) {
      const n = Math.min(scratch.positionLimit, total - start)
      floats.set(joined.subarray(start * dim, (start + n) * dim), normed / 4)
      kernel.linear(normed, n, dim, packed, stride, wide, STORE)
      for (let row = 0; row < n; row++) {
        const from = wide / 4 + row * stride
        out.set(floats.subarray(from, from + outputs), (start + row) * outputs)
      }
    }
    return out
  }

  return {
    config,
    name: 'wasm-simd',
    embed: (tokens) => {
      checkTokens(vocab, tokens, 'tokens')
      const out = new Float32Array(tokens.length * dim)
      writeEmbeddings(out, 0, tokens)
      return out
    },
    forward: (rows) => groupRows(scratch, openBatch(config, store, rows)).flatMap(runGroup),
    logits: (hidden) => project(hidden, weights.logits, vocab),
    value: (hidden) => project(hidden, weights.valueHead, 1).map((value) => value + valueBias),
    graft: store.graft,
    release: store.release,
    usage: () => ({ ...store.usage(), bytes: heap.bytes() }),
  }
}

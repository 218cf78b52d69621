import { weightsOf, type Checkpoint } from '../checkpoint.ts'
import { rotaryTable } from '../rotary-table.ts'
import type { Heap } from './heap.ts'

/** Addresses of the weights of one block; matrices are packed. */
export interface BlockAddresses {
  readonly attentionNorm: number
  readonly attentionQkv: number
  readonly attentionOutput: number
  readonly mlpNorm: number
  readonly mlpUp: number
  readonly mlpDown: number
}

export interface WeightAddresses {
  readonly blocks: readonly BlockAddresses[]
  readonly finalNorm: number
  /** The embedding packed as the output layer. */
  readonly logits: number
  readonly valueHead: number
  readonly cosines: number
  readonly sines: number
}

/** Copies all weights into the kernel's memory, matrices in the order in which the kernel reads them. */
export function loadWeights(heap: Heap, checkpoint: Checkpoint): WeightAddresses {
  const { config } = checkpoint
  const vector = (name: string): number => heap.store(weightsOf(checkpoint, name))
  const matrix = (name: string, inputs: number): number => heap.store(packPanels(weightsOf(checkpoint, name), inputs))
  const rotary = rotaryTable(config.context, config.dim / config.heads, config.positions)
  return {
    blocks: Array.from({ length: config.layers }, (_, i) => ({
      attentionNorm: vector(`blocks.${i}.attention_norm.weight`),
      attentionQkv: matrix(`blocks.${i}.attention_qkv.weight`, config.dim),
      attentionOutput: matrix(`blocks.${i}.attention_output.weight`, config.dim),
      mlpNorm: vector(`blocks.${i}.mlp_norm.weight`),
      mlpUp: matrix(`blocks.${i}.mlp_up.weight`, config.dim),
      mlpDown: matrix(`blocks.${i}.mlp_down.weight`, config.hidden),
    })),
    finalNorm: vector('final_norm.weight'),
    logits: matrix('embedding.weight', config.dim),
    valueHead: matrix('value_head.weight', config.dim),
    cosines: heap.store(rotary.cosines),
    sines: heap.store(rotary.sines),
  }
}

/** Columns of one panel of the kernel's `linear`. */
export const PANEL = 8

/** Outputs rounded up to whole panels. */
export function paddedOutputs(outputs: number): number {
  return Math.ceil(outputs / PANEL) * PANEL
}

/** weight [outputs, inputs] as panels [outputs / 8, inputs, 8]; missing outputs are zero. */
function packPanels(weight: Float32Array, inputs: number): Float32Array {
  const outputs = weight.length / inputs
  const packed = new Float32Array(paddedOutputs(outputs) * inputs)
  for (let o = 0; o < outputs; o++) {
    const panel = Math.floor(o / PANEL) * inputs * PANEL + (o % PANEL)
    for (let k = 0; k < inputs; k++) packed[panel + k * PANEL] = weight[o * inputs + k]!
  }
  return packed
}

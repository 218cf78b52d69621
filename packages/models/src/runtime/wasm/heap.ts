import { ModelError } from '../model-error.ts'
import type { KernelMemory } from './kernel.ts'

const PAGE_BYTES = 65536

/** The linear memory of a kernel, handed out from low to high; nothing is given back. */
export interface Heap {
  /** Address of `bytes` new bytes at a multiple of 64. Throws `OUT_OF_MEMORY`. */
  reserve(bytes: number): number
  /** Copies values into new memory and returns its address. */
  store(values: Float32Array): number
  /** The whole memory as floats; fetch it again after `reserve`, which may replace it. */
  floats(): Float32Array
  /** The whole memory as integers, as `floats`. */
  integers(): Int32Array
  bytes(): number
}

export function createHeap(memory: KernelMemory): Heap {
  // Address 0 stays unused, so that a zero can never be taken for a place.
  let end = 64
  let floats = new Float32Array(memory.buffer)
  let integers = new Int32Array(memory.buffer)

  function reserve(bytes: number): number {
    const address = end
    const next = Math.ceil((address + bytes) / 64) * 64
    const missing = Math.ceil((next - memory.buffer.byteLength) / PAGE_BYTES)
    if (missing > 0) {
      try {
        memory.grow(missing)
      } catch {
        const got = `${missing} more pages of 64 KiB on top of ${memory.buffer.byteLength / PAGE_BYTES}`
        throw new ModelError('OUT_OF_MEMORY', 'no memory left', {
          got,
          expected: 'at most what the engine gives',
          where: 'linear memory',
        })
      }
      floats = new Float32Array(memory.buffer)
      integers = new Int32Array(memory.buffer)
    }
    end = next
    return address
  }

  function store(values: Float32Array): number {
    const address = reserve(values.length * 4)
    floats.set(values, address / 4)
    return address
  }

  return { reserve, store, floats: () => floats, integers: () => integers, bytes: () => memory.buffer.byteLength }
}

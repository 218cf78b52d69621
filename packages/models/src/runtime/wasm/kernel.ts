import { ModelError } from '../model-error.ts'
import { KERNEL_BASE64 } from './kernel-bytes.ts'

/** What `linear` does with a finished sum: store it, add it to what is there, or store max(sum, 0)². */
export const STORE = 0
export const ADD = 1
export const SQUARED_RELU = 2

/** The exports of packages/models/kernel; all pointers are byte addresses, all sizes counts of f32. */
export interface Kernel {
  linear(x: number, n: number, inDim: number, packed: number, outDim: number, out: number, mode: number): void
  rmsNorm(x: number, n: number, dim: number, weight: number, out: number): void
  rotateAndStore(
    qkv: number,
    n: number,
    heads: number,
    headDim: number,
    positions: number,
    slots: number,
    layerOffset: number,
    cosines: number,
    sines: number,
  ): void
  attention(
    qkv: number,
    n: number,
    slots: number,
    length: number,
    full: number,
    heads: number,
    headDim: number,
    layerOffset: number,
    scale: number,
    scores: number,
    out: number,
  ): void
}

/** `WebAssembly.Memory`, as far as it is used. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

interface WebAssemblyNamespace {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
  readonly Memory: new (limits: { readonly initial: number }) => KernelMemory
}

declare const WebAssembly: WebAssemblyNamespace | undefined

/**
 * A kernel over a fresh memory. Compiling is synchronous: at about 4 KB it takes a millisecond and stays under the size that browsers
 * refuse on the main thread. Throws `UNSUPPORTED_ENGINE` where WebAssembly or its SIMD instructions are missing.
 */
export function createKernel(): { readonly kernel: Kernel; readonly memory: KernelMemory } {
  try {
    if (typeof WebAssembly === 'undefined') throw new Error('no WebAssembly')
    const memory = new WebAssembly.Memory({ initial: 1 })
    const instance = new WebAssembly.Instance(new WebAssembly.Module(decodeBase64(KERNEL_BASE64)), { env: { memory } })
    return { kernel: instance.exports as Kernel, memory }
  } catch (error) {
    const got = error instanceof Error ? error.message.slice(0, 100) : 'another failure'
    const expected = 'an engine with WebAssembly SIMD'
    throw new ModelError('UNSUPPORTED_ENGINE', 'the kernel does not load', { got, expected, where: 'createKernel' })
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Own decoder: the engines agree on no built-in one yet. */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let at = 0
  for (let i = 0; i < digits.length; i++) {
    bits = ((bits << 6) | ALPHABET.indexOf(digits[i]!)) & 0xffffff
    if (i % 4 !== 0) bytes[at++] = (bits >> (6 - 2 * (i % 4))) & 0xff
  }
  return bytes
}

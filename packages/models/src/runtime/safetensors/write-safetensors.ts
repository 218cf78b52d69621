import { numberToHalf } from './half.ts'
import type { SafetensorsFile } from './read-safetensors.ts'

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/** The file as bytes, all tensors as `dtype`; F16 rounds to nearest even. The header is padded to a multiple of 8 bytes. */
export function writeSafetensors({ metadata, tensors }: SafetensorsFile, dtype: 'F32' | 'F16'): Uint8Array {
  const step = dtype === 'F32' ? 4 : 2
  const header: Record<string, unknown> = { __metadata__: metadata }
  let size = 0
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [size, size + data.length * step] }
    size += data.length * step
  }
  const json = JSON.stringify(header)
  const unpadded = new TextEncoder().encode(json).length
  const text = new TextEncoder().encode(json + ' '.repeat((8 - (unpadded % 8)) % 8))
  const bytes = new Uint8Array(8 + text.length + size)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, text.length, true)
  bytes.set(text, 8)
  let at = 8 + text.length
  for (const { data } of tensors.values()) {
    for (const value of data) {
      if (dtype === 'F32') view.setFloat32(at, value, true)
      else view.setUint16(at, numberToHalf(value), true)
      at += step
    }
  }
  return bytes
}

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of a text as UTF-8: 64 hexadecimal digits. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** A seed in [0, 2^31) that follows from these words and numbers alone: 31 bits, which every provider takes. */
export function seedOf(...parts: readonly (string | number)[]): number {
  return Number.parseInt(hashOf(JSON.stringify(parts)).slice(0, 8), 16) >>> 1
}

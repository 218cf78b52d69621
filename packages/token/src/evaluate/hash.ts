import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of these words and numbers in their order: 64 hexadecimal digits. */
export function hashOf(...parts: readonly (string | number)[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))))
}

/** A seed in [0, 2^31) that follows from these words and numbers alone. */
export function seedOf(...parts: readonly (string | number)[]): number {
  return Number.parseInt(hashOf(...parts).slice(0, 8), 16) >>> 1
}

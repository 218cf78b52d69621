import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 over text in pieces, as UTF-8. */
export interface TextHash {
  add(text: string): void
  /** 64 hexadecimal digits over all that was added so far; more may follow. */
  digest(): string
}

/** Text is handed on in pieces of about this many characters: short lines cost more to hand over than to hash. */
const PIECE_CHARS = 16 * 1024

export function createTextHash(): TextHash {
  const hash = sha256.create()
  let waiting = ''
  const flush = (): void => {
    hash.update(utf8ToBytes(waiting))
    waiting = ''
  }
  return {
    add: (text) => {
      waiting += text
      if (waiting.length >= PIECE_CHARS) flush()
    },
    digest: () => {
      flush()
      return bytesToHex(hash.clone().digest())
    },
  }
}

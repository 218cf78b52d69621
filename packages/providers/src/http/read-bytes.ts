import { ProviderError } from '@espalier/token'

const WHOLE = new TextDecoder('utf-8', { fatal: true })

const invalid = (): ProviderError => new ProviderError('invalid-utf8', 'the reply is not UTF-8')

/** Reads UTF-8 strictly: bytes that are none are refused, not replaced. */
export function strictDecoder(): (bytes: Uint8Array | null) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (bytes) => {
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw invalid()
    }
  }
}

/** Counts bytes, and throws at the first beyond `maxBytes`. */
export function byteLimit(maxBytes: number): (bytes: Uint8Array) => void {
  let size = 0
  return ({ length }) => {
    size += length
    if (size > maxBytes)
      throw new ProviderError('reply-too-large', `the reply has more than ${maxBytes} bytes, the most that is read`)
  }
}

/** Gathers the whole of a body as text. Decoded once at the end: to make a decoder costs more than a short reply takes to decode. */
export function textReader(maxBytes: number): { readonly take: (bytes: Uint8Array) => void; end(): string } {
  const count = byteLimit(maxBytes)
  const parts: Uint8Array[] = []
  return {
    take: (bytes) => {
      count(bytes)
      parts.push(bytes)
    },
    end: () => {
      try {
        return WHOLE.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts))
      } catch {
        throw invalid()
      }
    },
  }
}

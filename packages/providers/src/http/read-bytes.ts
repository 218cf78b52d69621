import { ProviderError } from '@espalier/token'

/** Reads UTF-8 strictly: bytes that are none are refused, not replaced. */
export function strictDecoder(): (bytes: Uint8Array | null) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (bytes) => {
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw new ProviderError('invalid-utf8', 'the reply is not UTF-8')
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

/** The whole of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const count = byteLimit(maxBytes)
  const decode = strictDecoder()
  let text = ''
  for await (const bytes of body) {
    count(bytes)
    text += decode(bytes)
  }
  return text + decode(null)
}

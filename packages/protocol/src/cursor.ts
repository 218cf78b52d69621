import { crc32 } from './crc32.ts'
import { ProtocolError } from './protocol-error.ts'

const SHAPE = /^([A-Za-z0-9_-]{1,100})\.([0-9a-f]{8})$/

/** The place behind a search in a list, newest first: opaque to clients, and checked when it comes back. */
export function encodeCursor(searchId: string): string {
  return `${searchId}.${sumOf(searchId)}`
}

/** The search that a cursor stands behind. Throws `INVALID_CURSOR` for one that no list gave. */
export function decodeCursor(cursor: string): string {
  const match = SHAPE.exec(cursor)
  const id = match?.[1]
  if (id === undefined || match?.[2] !== sumOf(id)) {
    throw new ProtocolError('INVALID_CURSOR', 'cursor: not one that a list gave')
  }
  return id
}

function sumOf(id: string): string {
  const bytes = Uint8Array.from(id, (character) => character.charCodeAt(0))
  return crc32(bytes).toString(16).padStart(8, '0')
}

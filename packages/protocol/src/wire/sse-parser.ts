import { ProtocolError } from '../protocol-error.ts'

/** A message of a server-sent event stream (HTML Living Standard §9.2). */
export interface SseMessage {
  /** `message` unless the stream says otherwise. */
  readonly event: string
  /** The data lines, joined with line feeds. */
  readonly data: string
  /** Last id that the stream gave, so far; empty before the first. */
  readonly id: string
}

export interface SseParser {
  /** The messages that this piece of text completes. Throws `INVALID_STREAM` for a message beyond all bounds. */
  push(text: string): SseMessage[]
  /** Milliseconds that the stream asks to wait before coming back; null if it has not. */
  readonly retryMs: number | null
}

/** Far above any message that a server sends, far below what fills the memory. */
export const MAX_MESSAGE_CHARS = 64 * 1024 * 1024

/**
 * Reads server-sent events from text in pieces of any size. Lines end with LF, CR or CRLF; a message that the stream breaks off in is
 * never given.
 */
export function createSseParser(maxChars = MAX_MESSAGE_CHARS): SseParser {
  let rest = ''
  /** Where in `rest` no end of line was found yet. */
  let searched = 0
  let first = true
  /** The last piece ended with a CR: an LF at the start of the next belongs to it. */
  let afterReturn = false
  let retryMs: number | null = null
  let id = ''
  let event = ''
  let data: string[] = []
  let chars = 0

  function take(line: string, messages: SseMessage[]): void {
    if (line === '') {
      if (data.length > 0) messages.push({ event: event === '' ? 'message' : event, data: data.join('\n'), id })
      event = ''
      data = []
      chars = 0
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') {
      data.push(value)
      chars += value.length + 1
    } else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value)
  }

  return {
    get retryMs() {
      return retryMs
    },
    push(text) {
      const messages: SseMessage[] = []
      let piece = text
      if (piece === '') return messages
      if (afterReturn && piece[0] === '\n') piece = piece.slice(1)
      afterReturn = false
      if (first && piece !== '') {
        first = false
        if (piece.charCodeAt(0) === 0xfeff) piece = piece.slice(1)
      }
      rest += piece
      let start = 0
      for (;;) {
        const end = endOfLine(rest, Math.max(start, searched))
        if (end < 0) break
        take(rest.slice(start, end), messages)
        const isReturn = rest[end] === '\r'
        afterReturn = isReturn && end + 1 === rest.length
        start = isReturn && rest[end + 1] === '\n' ? end + 2 : end + 1
      }
      rest = rest.slice(start)
      searched = rest.length
      if (rest.length + chars > maxChars) {
        throw new ProtocolError('INVALID_STREAM', `stream: a message of more than ${maxChars} characters`)
      }
      return messages
    },
  }
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const carriage = text.indexOf('\r', from)
  if (feed < 0 || carriage < 0) return Math.max(feed, carriage)
  return Math.min(feed, carriage)
}

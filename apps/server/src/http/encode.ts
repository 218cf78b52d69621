import type { Envelope } from '@espalier/core'
import { encodeEvents } from '@espalier/protocol'

export const encodeText = (text: string): Uint8Array<ArrayBuffer> => Buffer.from(text)

/** Envelopes in a row as one message of an event stream. */
export const encodeEnvelopes = (envelopes: readonly Envelope[]): Uint8Array => encodeText(encodeEvents(envelopes))

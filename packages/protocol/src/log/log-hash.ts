import type { SearchEvent } from '@espalier/core'
import { createTextHash } from '../sha256.ts'

/** SHA-256 over a log's events, each as its JSON and a line feed; the clock readings of the envelopes are left out. */
export interface LogHash {
  add(event: SearchEvent): void
  /** 64 hexadecimal digits over the events so far. */
  digest(): string
}

export function createLogHash(): LogHash {
  const hash = createTextHash()
  return { add: (event) => hash.add(`${JSON.stringify(event)}\n`), digest: () => hash.digest() }
}

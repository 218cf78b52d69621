import type { SearchEvent } from '@espalier/core'
import { createTextHash } from '../sha256.ts'

/**
 * A chain of hashes over the events of a search. Each link is SHA-256 over the salt, the link before and the event's JSON, in lines of their own; the
 * first is over `espalier-seal 1`. A seal given at any time binds every event up to then. As long as the salt is secret it tells nothing of
 * them, not even to somebody who can guess what the next event says.
 */
export interface SealChain {
  add(event: SearchEvent): void
  /** Over the events so far: their number, a hyphen, 64 hexadecimal digits. */
  seal(): string
}

/** `salt`: 64 hexadecimal digits that nobody can guess. */
export function createSealChain(salt: string): SealChain {
  let events = 0
  let link = linkOf(salt, 'espalier-seal 1', '')
  return {
    add: (event) => {
      link = linkOf(salt, link, JSON.stringify(event))
      events++
    },
    seal: () => `${events}-${link}`,
  }
}

function linkOf(salt: string, before: string, text: string): string {
  const hash = createTextHash()
  hash.add(`${salt}\n${before}\n${text}\n`)
  return hash.digest()
}

export const isSalt = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

/** How many events a seal covers; null for a text that is no seal. */
function sealedEvents(seal: string): number | null {
  const [, events] = /^(0|[1-9]\d{0,9})-[0-9a-f]{64}$/.exec(seal) ?? []
  return events === undefined ? null : Number(events)
}

/**
 * What is wrong with a trace that is said to be the one of this seal, in words; null if it is. The seal may be one that was given before the
 * end: then it binds the first events, and the rest of the trace is not under it.
 */
export function sealFault(seal: string, salt: string, events: readonly SearchEvent[]): string | null {
  const covered = sealedEvents(seal)
  if (covered === null) return `not a seal: got ${JSON.stringify(seal.slice(0, 80))}, expected EVENTS-HASH`
  if (covered > events.length) return `the seal is over ${covered} events, the trace has ${events.length}`
  const chain = createSealChain(salt)
  for (const event of events.slice(0, covered)) chain.add(event)
  return chain.seal() === seal ? null : 'this is not the trace that was sealed: its events come to another seal'
}

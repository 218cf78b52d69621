import { expect } from 'vitest'
import { foldEvents, type Envelope } from '@espalier/core'
import {
  createEventDecoder,
  decodeSnapshot,
  hashTree,
  searchInfoSchema,
  type SearchInfo,
  type SearchRequest,
} from '@espalier/protocol'

/** What a client was told of a search: what must be true of it for ever. */
export interface Testimony {
  readonly id: string
  /** Events received, each as its JSON. */
  readonly events: string[]
  /** The state that the server acknowledged last; null once a change was sent and not answered. */
  paused: boolean | null
  trials: number | null
  ended: boolean
}

const json = { 'content-type': 'application/json' }

async function ask(url: string, path: string, body?: unknown): Promise<SearchInfo> {
  const init = body === undefined ? {} : { method: 'POST', headers: json, body: JSON.stringify(body) }
  const response = await fetch(url + path, init)
  const got: unknown = await response.json()
  expect(response.status, JSON.stringify(got)).toBeLessThan(300)
  return searchInfoSchema.parse(got)
}

export async function create(url: string, request: SearchRequest): Promise<Testimony> {
  const { id, budget } = await ask(url, '/v1/searches', request)
  return { id, events: [], paused: false, trials: budget.trials ?? null, ended: false }
}

/** Changes a search; what it was told counts only once the answer is there. */
export async function change(url: string, told: Testimony, what: 'pause' | 'resume' | 'extend'): Promise<void> {
  told.paused = null
  const trials = told.trials
  if (what === 'extend') told.trials = null
  const path = `/v1/searches/${told.id}/${what}`
  const body = JSON.stringify(what === 'extend' ? { trials: 100 } : {})
  const response = await fetch(url + path, { method: 'POST', headers: json, body })
  const got: unknown = await response.json()
  if (response.status === 409) {
    // It has ended meanwhile, which is for good.
    told.trials = trials
    return
  }
  expect(response.status, JSON.stringify(got)).toBe(200)
  const { status, budget } = searchInfoSchema.parse(got)
  told.paused = status === 'paused'
  told.trials = budget.trials ?? null
}

/** Follows a search from the last event had until the connection breaks, or the search ends; `heard` is told of every message. */
export async function follow(url: string, told: Testimony, heard: () => void): Promise<void> {
  const { id, events } = told
  const after = events.length === 0 ? '' : `?after=${events.length - 1}`
  const response = await fetch(`${url}/v1/searches/${id}/events${after}`)
  if (response.status === 204) return
  expect(response.status).toBe(200)
  const decoder = createEventDecoder()
  for await (const piece of response.body!) {
    for (const part of decoder.push(piece as Uint8Array)) {
      if (part.type === 'shutdown') continue
      for (const envelope of part.envelopes) take(told, envelope)
      heard()
    }
  }
}

function take(told: Testimony, { event }: Envelope): void {
  expect(event.seq).toBe(told.events.length)
  told.events.push(JSON.stringify(event))
  told.ended ||= event.type === 'search-end'
}

/** Reads a search anew from its first event: all that was received must be there, in its place. */
export async function check(url: string, told: Testimony): Promise<SearchInfo> {
  const info = await ask(url, `/v1/searches/${told.id}`)
  expect(info.status).not.toBe('failed')
  expect(info.events).toBeGreaterThanOrEqual(told.events.length)
  if (told.ended) expect(info.status).toBe('finished')
  else if (told.paused !== null && info.status !== 'finished') expect(info.status === 'paused').toBe(told.paused)
  if (told.trials !== null) expect(info.budget.trials).toBe(told.trials)
  const again: Testimony = { ...told, events: [], ended: false }
  await readUpTo(url, again, info.events)
  expect(again.events.slice(0, told.events.length)).toEqual(told.events)
  return info
}

/** Reads at least so many events from the first on. */
async function readUpTo(url: string, told: Testimony, events: number): Promise<void> {
  if (events === 0) return
  const response = await fetch(`${url}/v1/searches/${told.id}/events`)
  const decoder = createEventDecoder()
  const reader = response.body!.getReader()
  while (told.events.length < events) {
    const { done, value } = await reader.read()
    if (done) break
    for (const part of decoder.push(value))
      if (part.type === 'events') for (const each of part.envelopes) take(told, each)
  }
  await reader.cancel()
  expect(told.events.length).toBeGreaterThanOrEqual(events)
}

/** An ended search as a whole: its tree is the fold of its events. */
export async function checkTree(url: string, told: Testimony): Promise<void> {
  const response = await fetch(`${url}/v1/searches/${told.id}/tree`)
  const { tree } = decodeSnapshot(new Uint8Array(await response.arrayBuffer()))
  const fold = foldEvents(told.events.map((text) => JSON.parse(text) as Envelope['event']))
  expect(fold.end).not.toBeNull()
  expect(hashTree(fold.tree)).toBe(hashTree(tree))
}

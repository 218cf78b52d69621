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
  /** Who steered it so far: a name for each request, and how many events must bear it; null if any or none may. */
  readonly steerers: Map<string, 1 | null>
  /** The search whose first events it begins with. */
  readonly forkedFrom: SearchInfo['forkedFrom']
}

/** What can be done to a search between kills. */
export const CHANGES = ['pause', 'resume', 'extend', 'focus', 'insert', 're-evaluate'] as const
export type Change = (typeof CHANGES)[number]

const ACTIONS = {
  focus: { type: 'focus', node: 0 },
  insert: { type: 'insert', node: 0, label: '3 + 2 = 5 (left: 5 5 7 11 13)' },
  're-evaluate': { type: 're-evaluate', node: 0 },
} as const

const json = { 'content-type': 'application/json' }

async function ask(url: string, path: string, body?: unknown, headers = {}): Promise<SearchInfo> {
  const init =
    body === undefined ? {} : { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) }
  const response = await fetch(url + path, init)
  const got: unknown = await response.json()
  expect(response.status, JSON.stringify(got)).toBeLessThan(300)
  return searchInfoSchema.parse(got)
}

export async function create(url: string, request: SearchRequest): Promise<Testimony> {
  return begun(await ask(url, '/v1/searches', request))
}

/** A fork; under one key the same one, however often it is asked for. */
export async function fork(url: string, { id }: Testimony, key: string, trials: number): Promise<Testimony> {
  const body = { budget: { trials }, seed: trials }
  return begun(await ask(url, `/v1/searches/${id}/fork`, body, { 'idempotency-key': key }))
}

function begun({ id, budget, forkedFrom }: SearchInfo): Testimony {
  const trials = budget.trials ?? null
  return { id, events: [], paused: false, trials, ended: false, steerers: new Map(), forkedFrom }
}

/** Changes a search; what it was told counts only once the answer is there. */
export async function change(url: string, told: Testimony, what: Change, by: string): Promise<void> {
  const { paused, trials } = told
  if (what === 'pause' || what === 'resume') told.paused = null
  if (what === 'extend') told.trials = null
  told.steerers.set(by, null)
  const response = await fetch(`${url}/v1/searches/${told.id}/${requestOf(what, by)}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(bodyOf(what, by)),
  })
  const got: unknown = await response.json()
  if (response.status === 409) {
    // It has ended meanwhile, which is for good.
    told.trials = trials
    return
  }
  expect(response.status, JSON.stringify(got)).toBe(200)
  // A pause of a paused search is no event.
  const changesNothing = (what === 'pause' && paused !== false) || (what === 'resume' && paused !== true)
  if (!changesNothing) told.steerers.set(by, 1)
  if (what === 'pause' || what === 'resume') told.paused = searchInfoSchema.parse(got).status === 'paused'
  if (what === 'extend') told.trials = searchInfoSchema.parse(got).budget.trials ?? null
}

function requestOf(what: Change, by: string): string {
  if (what === 'extend') return 'extend'
  return what in ACTIONS ? 'steer' : `${what}?by=${by}`
}

function bodyOf(what: Change, by: string): unknown {
  if (what === 'extend') return { trials: 100, by }
  return what in ACTIONS ? { by, actions: [ACTIONS[what as keyof typeof ACTIONS]] } : {}
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
  checkSteering(told, again.events)
  const logged = foldEvents(again.events.slice(0, info.events).map((text) => JSON.parse(text) as Envelope['event']))
  if (info.status === 'paused' || info.status === 'running')
    expect(logged.steering.paused).toBe(info.status === 'paused')
  if (told.forkedFrom !== null) {
    const { id, at } = told.forkedFrom
    const first: Testimony = { ...told, id, events: [], ended: false }
    await readUpTo(url, first, at)
    expect(again.events.slice(0, at)).toEqual(first.events.slice(0, at))
    expect(JSON.parse(again.events[at]!)).toMatchObject({ type: 'steer', action: { type: 'fork', search: id, at } })
  }
  return info
}

/** What was acknowledged is in the log once, what was not at most once. */
function checkSteering({ steerers }: Testimony, log: readonly string[]): void {
  const events = log.map((text) => JSON.parse(text) as Envelope['event'])
  const authors = events.flatMap((event) => (event.type === 'steer' ? [event.by] : []))
  for (const [by, times] of steerers) {
    const found = authors.filter((author) => author === by).length
    if (times === null) expect(found).toBeLessThanOrEqual(1)
    else expect(found, by).toBe(times)
  }
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

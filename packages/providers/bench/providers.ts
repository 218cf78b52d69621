/**
 * What a search over HTTP costs beside what its model takes: 1,024 calls with 32 in flight against a server in a process of its own, through
 * the whole stack (search, generator, fallbacks, retries, places, money, HTTP), and the processor time of a call by itself.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createPreset, expandWith, maxTrials, runSearch } from '@espalier/core'
import { createLedger, openModel, type OpenedModel } from '@espalier/providers'
import { nextSteps, textBackend, type ModelRequest } from '@espalier/token'
import { atLeast, atMost, isQuick, print, rounded, spread } from './report.ts'

const CALLS = 1024
const PLACES = 32
const LATENCY_MS = isQuick ? 100 : 400
const ROUNDS = isQuick ? 1 : 3

interface Server {
  readonly url: string
  /** Milliseconds of each answer since it was asked last. */
  times(): Promise<readonly number[]>
  close(): void
}

async function serve(meanMs: number): Promise<Server> {
  const file = fileURLToPath(new URL('chat-server.mjs', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [file, String(meanMs)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout!, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${port.toString().trim()}`
  return {
    url,
    times: async () => (await (await fetch(url)).json()) as readonly number[],
    close: () => void child.kill(),
  }
}

const modelAt = (url: string): OpenedModel =>
  openModel({
    baseUrl: `${url}/v1`,
    model: 'bench',
    allowPrivateAddresses: true,
    cannot: ['logProbabilities'],
    concurrency: PLACES,
    price: { prompt: 1, completion: 2 },
    ledger: createLedger(1000),
  })

/** When the last of these ends, each begun when a place is free, in order. */
function idealMs(times: readonly number[]): number {
  const places = Array.from({ length: PLACES }, () => 0)
  for (const ms of times) {
    const first = places.indexOf(Math.min(...places))
    places[first] = places[first]! + ms
  }
  return Math.max(...places)
}

/** A search of as many calls, each trial one. */
async function searchOnce(server: Server): Promise<{ readonly utilisation: number; readonly overhead: number }> {
  const model = modelAt(server.url)
  const generate = nextSteps({ provider: model, maxTokens: 64, maxRequests: 1 })
  await server.times()
  const started = performance.now()
  await runSearch({
    problem: 'How many legs have two spiders and a beetle?',
    backend: textBackend({ maxSteps: 12 }),
    algorithm: createPreset('best-of-n', { n: CALLS }),
    expand: expandWith({ evaluate: () => Promise.resolve({ value: 0.5 }), generate }),
    concurrency: PLACES,
    stop: maxTrials(CALLS),
  })
  const wall = performance.now() - started
  const times = await server.times()
  await model.close()
  const busy = times.reduce((sum, ms) => sum + ms, 0)
  return { utilisation: busy / (PLACES * wall), overhead: wall / idealMs(times) - 1 }
}

/** Microseconds of this process's processor time that a call takes, with as many in flight. */
async function cpuOf(call: (i: number) => Promise<unknown>, calls: number): Promise<number> {
  let next = 0
  const before = process.cpuUsage()
  const worker = async (): Promise<void> => {
    while (next < calls) await call(next++)
  }
  await Promise.all(Array.from({ length: PLACES }, worker))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

const request = (i: number): ModelRequest => ({
  input: {
    type: 'chat',
    messages: [{ role: 'user', content: `Problem:\nHow many legs?\n\nSteps so far:\n1. ${i}\n` }],
  },
  maxTokens: 64,
  seed: i,
})

const slow = await serve(LATENCY_MS)
await searchOnce(slow)
const runs = []
for (let round = 0; round < ROUNDS; round++) runs.push(await searchOnce(slow))
slow.close()

const quick = await serve(2)
const model = modelAt(quick.url)
/** With a signal of its own, as every trial has one. */
const ours = (i: number): Promise<unknown> => model.complete(request(i), { signal: new AbortController().signal })
const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'x' }], max_tokens: 64 })
const headers = { 'content-type': 'application/json' }
const plain = async (): Promise<unknown> =>
  (await fetch(`${quick.url}/v1/chat/completions`, { method: 'POST', headers, body })).json()
const figures: { readonly ours: number; readonly plain: number }[] = []
await cpuOf(ours, 4 * CALLS)
await cpuOf(plain, 4 * CALLS)
for (let round = 0; round < 5; round++)
  figures.push({ ours: await cpuOf(ours, 2 * CALLS), plain: await cpuOf(plain, 2 * CALLS) })
await model.close()
quick.close()

const utilisation = spread(runs.map((run) => run.utilisation))
const overhead = spread(runs.map((run) => run.overhead))
const cpu = spread(figures.map((figure) => figure.ours))
const fetched = spread(figures.map((figure) => figure.plain))
const row = (name: string, { min, median, max }: typeof cpu, digits: number): (string | number)[] => [
  name,
  rounded(min, digits),
  rounded(median, digits),
  rounded(max, digits),
]
print({
  section: 'providers',
  about: `${CALLS} calls, ${PLACES} in flight, ${LATENCY_MS} ms a call in the mean, ${ROUNDS} rounds; processor time over ${2 * CALLS} calls, 5 rounds.`,
  tables: [
    {
      columns: ['', 'min', 'median', 'max'],
      rows: [
        row('share of places used', utilisation, 3),
        row('wall time over the ideal, share', overhead, 3),
        row('processor time of a call, µs', cpu, 0),
        row('the same with fetch alone, µs', fetched, 0),
      ],
    },
  ],
  goals: [
    atLeast('share of 32 places used', utilisation.median, 0.9),
    atMost('wall time over the ideal', overhead.median, 0.05),
    atMost('processor time of a call, µs', cpu.min, 100),
  ],
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Signal } from '@espalier/core'
import { lineageSchema, refinementInfoSchema, refinementListSchema, type RefinementInfo } from '@espalier/protocol'
import type { PromptOutcome, SelfPlayEvent } from '@espalier/self-play'
import { textOfContent, type ModelRequest, type Provider } from '@espalier/token'
import { diskRefinements } from '../src/refinements/refinement-store.ts'
import { expectProblem, testApp, type TestApp } from './test-app.ts'

const wanted = (text: string): number => Number(/exactly (\d+) x/.exec(text)![1])

/** Plays all parts: a prompt asks for a number of x, the judge counts them and errs now and then, the refiner adds one or two. */
function counter(
  wait: (signal: Signal) => Promise<void> = () => Promise.resolve(),
): Provider & { readonly calls: () => number } {
  let calls = 0
  const write = (request: ModelRequest, sample: number): string => {
    const { seed = 0, input } = request
    const texts = input.type === 'chat' ? input.messages.map(({ content }) => textOfContent(content)) : []
    const shown = /Output: "(x*)"/.exec(texts[0]!)?.[1]
    if (shown === undefined) return 'x'.repeat(1 + ((seed + sample) % 4))
    if (texts.length > 1) return `[[start]] ${shown}${'x'.repeat(1 + (seed % 2))} [[end]]`
    const isRight = shown.length >= wanted(texts[0]!)
    return `Final Judgement: ${isRight !== ((seed >> sample) % 8 === 0) ? 'Yes' : 'No'}`
  }
  return {
    name: 'counter',
    calls: () => calls,
    complete: async (request, { signal }) => {
      calls++
      await wait(signal)
      const samples = Array.from({ length: request.samples ?? 1 }, (_, i) => ({
        text: write(request, i),
        finish: 'stop' as const,
        tokens: null,
      }))
      return { samples, usage: { calls: 1, promptTokens: 10, completionTokens: 5 } }
    },
  }
}

const untilCalledOff = (signal: Signal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('called off'))))

const REQUEST = {
  prompts: Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, prompt: `Write exactly ${3 + (i % 4)} x.` })),
  roles: { actor: 'counter', judge: 'counter' },
  seed: 3,
}

const infoOf = async (response: Response | Promise<Response>): Promise<RefinementInfo> => {
  const body: unknown = await (await response).json()
  expect(refinementInfoSchema.parse(body)).toEqual(body)
  return body as RefinementInfo
}

async function linesOf<T>(response: Promise<Response>): Promise<T[]> {
  const text = await (await response).text()
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]))
}

async function ended(server: TestApp, id: string): Promise<RefinementInfo> {
  for (;;) {
    const run = await infoOf(server.get(`/v1/refinements/${id}`))
    if (run.status !== 'running') return run
    await turn()
  }
}

let folder: string | null = null
const directory = (): string => (folder ??= mkdtempSync(join(tmpdir(), 'espalier-refinements-')))
afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
  folder = null
})

describe('/v1/refinements', () => {
  it('plays a run and shows its events, outcomes and data', async () => {
    const server = await testApp({ providers: { counter: counter() } })
    const created = await server.post('/v1/refinements', REQUEST)
    expect(created.status).toBe(202)
    const { id } = await infoOf(created)
    expect(created.headers.get('location')).toBe(`/v1/refinements/${id}`)
    const run = await ended(server, id)
    expect(run).toMatchObject({ status: 'done', reason: null, prompts: 8, rounds: [{ round: 1, prompts: 8 }] })
    expect(run.spent!.calls).toBeGreaterThan(8)

    const events = await linesOf<SelfPlayEvent>(server.get(`/v1/refinements/${id}/events`))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i))
    expect([events[0]!.type, events.at(-1)!.type, events.length]).toEqual(['run-start', 'run-end', run.events])
    expect(await linesOf(server.get(`/v1/refinements/${id}/events?after=${events.length - 3}`))).toEqual(
      events.slice(-2),
    )

    const outcomes = await linesOf<PromptOutcome>(server.get(`/v1/refinements/${id}/outcomes`))
    expect(outcomes.map((outcome) => outcome.id)).toEqual(REQUEST.prompts.map((prompt) => prompt.id))
    expect(outcomes.some(({ refinement }) => refinement !== null && refinement.nodes.length > 0)).toBe(true)

    const lineage: unknown = await (await server.get(`/v1/refinements/${id}/lineage`)).json()
    expect(lineageSchema.parse(lineage)).toEqual(lineage)
    expect(lineage).toMatchObject({ name: id, gate: 0.5, rounds: run.rounds, heldOut: [] })
    expect(lineageSchema.parse(lineage).prompts.map(({ tree }) => tree?.final)).toEqual(
      outcomes.map(({ refinement }) => refinement?.final),
    )

    const files = (await (await server.get(`/v1/refinements/${id}/export?format=trl`)).json()) as Record<string, string>
    const end = events.find((event) => event.type === 'round-end')!
    expect(files['dpo.jsonl']!.trim().split('\n')).toHaveLength(end.pairs)
    expect(refinementListSchema.parse(await (await server.get('/v1/refinements')).json()).refinements).toEqual([run])
  })

  it('goes on after a restart without paying again, and comes to the same', async () => {
    const whole = await testApp({ providers: { counter: counter() } })
    const { id: first } = await infoOf(whole.post('/v1/refinements', REQUEST))
    await ended(whole, first)

    let left = 25
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const provider = counter(() => (left-- > 0 ? Promise.resolve() : held))
    const before = await testApp({ providers: { counter: provider }, refinements: diskRefinements(directory()) })
    const { id } = await infoOf(before.post('/v1/refinements', { ...REQUEST, slots: 4 }))
    while (left >= 0) await turn()
    const stopped = before.stop()
    release()
    await stopped

    const again = counter()
    const after = await testApp({ providers: { counter: again }, refinements: diskRefinements(directory()) })
    const run = await ended(after, id)
    expect(run.status).toBe('done')
    expect(again.calls()).toBeLessThan(run.spent!.calls)
    const [one, other] = await Promise.all(
      [whole.get(`/v1/refinements/${first}/outcomes`), after.get(`/v1/refinements/${id}/outcomes`)].map(
        async (response) => (await response).text(),
      ),
    )
    expect(other).toBe(one)

    // An ended run is read from its record, without a call: its models may be gone. What is damaged keeps nobody from the rest.
    const faults: string[] = []
    mkdirSync(join(directory(), 'refi_torn'))
    writeFileSync(join(directory(), 'refi_torn', 'run.json'), '{"id":')
    const later = await testApp({ refinements: diskRefinements(directory(), (fault) => void faults.push(fault)) })
    expect(await (await later.get(`/v1/refinements/${id}/outcomes`)).text()).toBe(one)
    expect(await infoOf(later.get(`/v1/refinements/${id}`))).toEqual(run)
    expect(faults).toEqual([expect.stringContaining(join('refi_torn', 'run.json'))])
  })

  it('ends at its budget, or when it is cancelled', async () => {
    const server = await testApp({ providers: { counter: counter() } })
    const { id } = await infoOf(server.post('/v1/refinements', { ...REQUEST, budget: { calls: 20 } }))
    expect(await ended(server, id)).toMatchObject({ status: 'budget', spent: { calls: 20 } })
    const stuck = await testApp({ providers: { counter: counter(untilCalledOff) } })
    const { id: other } = await infoOf(stuck.post('/v1/refinements', REQUEST))
    await expectProblem(stuck.get(`/v1/refinements/${other}/outcomes`), 'not-finished')
    await expectProblem(stuck.get(`/v1/refinements/${other}/lineage`), 'not-finished')
    expect(await infoOf(stuck.post(`/v1/refinements/${other}/cancel`))).toMatchObject({ status: 'aborted' })
    // What has not been played to its end has no reports, and prompts only as far as they came.
    expect(await (await stuck.get(`/v1/refinements/${other}/lineage`)).json()).toMatchObject({
      rounds: [],
      prompts: [],
    })
  })

  it('refuses what makes no run, and keeps nothing of it', async () => {
    const server = await testApp({ providers: { counter: counter() } })
    const refused = async (change: object, code: 'invalid-request' = 'invalid-request') =>
      expectProblem(server.post('/v1/refinements', { ...REQUEST, ...change }), code)
    expect((await refused({ roles: { actor: 'counter', judge: 'nobody' } })).detail).toContain('counter')
    await refused({ roles: { actor: 'toString', judge: 'counter' } })
    await refused({ prompts: [] })
    await refused({ prompts: [REQUEST.prompts[0]!, REQUEST.prompts[0]!] })
    await refused({ settings: { refine: { algorithm: 'astrology' } } })
    await refused({ settings: { judge: { n: 0 } } })
    expect(await (await server.get('/v1/refinements')).json()).toEqual({ refinements: [] })
    await expectProblem(server.get(`/v1/refinements/refi_${'0'.repeat(26)}`), 'not-found')
  })

  it('shows nothing where traces are hidden', async () => {
    const server = await testApp({ providers: { counter: counter() }, trace: 'summary' })
    await expectProblem(server.post('/v1/refinements', REQUEST), 'trace-hidden')
    await expectProblem(server.get('/v1/refinements'), 'trace-hidden')
    await expectProblem(server.get(`/v1/refinements/refi_${'0'.repeat(26)}/lineage`), 'trace-hidden')
  })
})

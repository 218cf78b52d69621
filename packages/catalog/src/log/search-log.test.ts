import { expect, it } from 'vitest'
import { streamSearch, type Envelope } from '@espalier/core'
import { hashTree, type SearchSpec } from '@espalier/protocol'
import { createCatalog } from '../catalog.ts'
import { fillRequest } from '../fill-request.ts'
import { planOf } from '../plan.ts'
import { prepareRun } from '../prepare-run.ts'
import { logOutcome } from './log-outcome.ts'
import { createSearchLogReader } from './read-search-log.ts'
import { writeSearchLog } from './write-search-log.ts'

const catalog = createCatalog()
const spec: SearchSpec = fillRequest(
  { task: 'countdown', problem: { numbers: [3, 5, 7, 9], target: 24 }, budget: { trials: 60 }, concurrency: 4 },
  catalog,
)

async function whole(): Promise<readonly string[]> {
  const { options, search } = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const envelopes: Envelope[] = []
  for await (const envelope of streamSearch(options)) envelopes.push(envelope)
  return [...writeSearchLog(spec, envelopes, logOutcome(search.fold, catalog)!)]
}

function read(lines: readonly string[]) {
  const reader = createSearchLogReader(catalog)
  for (const line of lines) reader.line(line.trimEnd())
  return reader.end()
}

it('a log is read as it was written, and written again it is the same', async () => {
  const lines = await whole()
  const { spec: found, envelopes, fold, label, hash } = read(lines)
  expect(label).toBe('3 5 7 9 → 24')
  expect(found).toMatchObject({ model: 'uniform', budget: { trials: 60 }, concurrency: 4, problem: spec.problem })
  const again = [...writeSearchLog(found, envelopes, logOutcome(fold, catalog)!)]
  expect(again.slice(1, -1)).toEqual(lines.slice(1, -1))
  expect(again.at(-1)).toContain(hash)
  expect(hashTree(read(again).fold.tree)).toBe(hashTree(fold.tree))
})

it('a log without a spec is read too', async () => {
  const { envelopes, fold } = read(await whole())
  const { spec: found } = read([...writeSearchLog(undefined, envelopes, logOutcome(fold, catalog)!)])
  expect(found).toMatchObject({ model: 'unknown', budget: {} })
})

it('a search of states that no task knows is read as it is, its answer as it is said', async () => {
  const { envelopes, fold } = read(await whole())
  const strange = envelopes.map(({ at, event }) => ({
    at,
    event: event.type === 'search-start' ? { ...event, problem: 'poem' } : event,
  }))
  const outcome = { ...logOutcome(fold, catalog)!, answer: 'a rose' }
  const log = read([...writeSearchLog(undefined, strange, outcome)])
  expect(log.spec).toMatchObject({ task: 'other', problem: 'poem', model: 'unknown' })
  expect(log.fold.tree.size).toBe(fold.tree.size)
  expect(logOutcome(log.fold, catalog)).toMatchObject({ answer: null, treeHash: outcome.treeHash })
})

it('a log that says something else of itself than its fold comes to is refused with the difference', async () => {
  const { envelopes, fold } = read(await whole())
  const outcome = logOutcome(fold, catalog)!
  for (const lie of [{ answer: '1 + 1' }, { nodes: 3 }, { treeHash: '0'.repeat(64) }, { path: [] }]) {
    const lines = [...writeSearchLog(spec, envelopes, { ...outcome, ...lie })]
    expect(() => read(lines)).toThrow(new RegExp(`^${Object.keys(lie)[0]}: the run said`))
  }
  const unfinished = [...writeSearchLog(spec, envelopes.slice(0, 9), outcome)]
  expect(() => read(unfinished)).toThrow(/the search in it has none/)
  const strange = envelopes.map(({ at, event }) => ({
    at,
    event: event.type === 'search-start' ? { ...event, problem: 'poem' } : event,
  }))
  expect(() => read([...writeSearchLog(spec, strange, { ...outcome, nodes: 3 })])).toThrow(/^nodes: the run said/)
  const impossible = envelopes.map((envelope, i) =>
    i === 3 ? { ...envelope, event: { ...envelope.event, trial: 99 } as never } : envelope,
  )
  expect(() => read([...writeSearchLog(spec, impossible, outcome)])).toThrow(expect.objectContaining({ line: 5 }))
})

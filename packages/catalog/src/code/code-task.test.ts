import { afterAll, describe, expect, it } from 'vitest'
import { foldEvents, streamSearch, type SearchEvent, type TrialDetail } from '@espalier/core'
import { CODE_PROBLEMS } from '@espalier/tasks/code'
import { inProcessSandbox } from '@espalier/tasks/verify'
import { programWriter } from '../../test/program-writer.ts'
import { createCatalog } from '../catalog.ts'
import { concludeSearch } from '../conclude-search.ts'
import { fillRequest } from '../fill-request.ts'
import { planOf } from '../plan.ts'
import { prepareRun } from '../prepare-run.ts'

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())
const catalog = createCatalog({ sandbox, languageModels: [{ name: 'writer', writer: programWriter }] })
const [second] = CODE_PROBLEMS

async function search(trials: number) {
  const problem = second as never
  const spec = fillRequest(
    { task: 'code', problem, algorithm: { name: 'mctsr' }, budget: { trials, value: 1 } },
    catalog,
  )
  const run = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const events: SearchEvent[] = []
  const details: TrialDetail[] = []
  for await (const { event } of streamSearch({ ...run.options, onDetail: (detail) => void details.push(detail) }))
    events.push(event)
  run.dispose()
  return { spec, fold: foldEvents(events), details }
}

describe('the task of code', () => {
  it('has a draft run, mended with the test that fails, and proven by running it again', async () => {
    const { spec, fold, details } = await search(20)
    expect(fold.end).toMatchObject({ reason: 'value' })
    expect(fold.tree.value(fold.end!.node)).toBe(1)
    const conclusion = await concludeSearch(fold, spec, catalog)
    expect(conclusion).toMatchObject({
      standing: 'verified',
      answer: expect.stringContaining('new Set(all)') as string,
    })
    expect(conclusion!.statements).toHaveLength(5)
    expect(conclusion!.statements[1]).toBe('second([9,7,9,8]) is 8: passed')
    const shares = details.map(({ detail }) => (detail as { evaluation: { share: number } }).evaluation.share)
    expect(shares).toEqual(expect.arrayContaining([0.6, 1]))
  })

  it('says that a draft is wrong where it is all there is, and nothing where nothing can be run', async () => {
    const { spec, fold } = await search(2)
    const conclusion = await concludeSearch(fold, spec, catalog)
    expect(conclusion?.standing).toBe('refuted')
    expect(conclusion?.statements[1]).toBe('second([9,7,9,8]) is 8: failed, got 9')
    const without = createCatalog({ languageModels: [{ name: 'writer', writer: programWriter }] })
    expect((await concludeSearch(fold, spec, without))?.standing).toBe('unverified')
    expect(() => planOf(spec, without)).toThrow(expect.objectContaining({ code: 'MODEL_TASK' }))
    expect(() => fillRequest({ task: 'code', problem: second as never }, createCatalog({ sandbox }))).toThrow(
      expect.objectContaining({ code: 'NO_LANGUAGE_MODEL' }),
    )
  })

  it.each([
    [{ ...second, name: 'a b' }, '/problem/name'],
    [{ ...second, tests: [] }, '/problem/tests'],
    [{ ...second, more: 1 }, '/problem'],
  ])('refuses %j', (problem, pointer) => {
    expect(() => fillRequest({ task: 'code', problem: problem as never }, catalog)).toThrow(
      expect.objectContaining({ code: 'INVALID_PROBLEM', pointer }),
    )
  })
})

import { streamSearch, type Envelope } from '@espalier/core'
import { createCatalog, fillRequest, planOf, prepareRun } from '@espalier/catalog'

/** The log of a real search with at least so many events, its clock as the server keeps it. */
export async function sampleLog(events: number): Promise<readonly Envelope[]> {
  const catalog = createCatalog()
  const problem = { numbers: [2, 3, 5, 7, 11, 13], target: 99_999 }
  const plan = planOf(fillRequest({ task: 'countdown', problem, concurrency: 4 }, catalog), catalog)
  const { options, dispose } = prepareRun(plan, [], { budget: {}, elapsedMs: () => 0 })
  const log: Envelope[] = []
  const clock = (): number => performance.now()
  for await (const { at, event } of streamSearch({ ...options, clock })) {
    log.push({ at: Math.round(at * 1000) / 1000, event })
    if (log.length >= events) break
  }
  dispose()
  return log
}

import { createProsqaModel, untrainedProsqa } from '@espalier/models'
import { generateGraphs } from '@espalier/tasks'
import { expect, it } from 'vitest'
import { runJob } from '../../compare/job.ts'
import { graphContest } from './contest.ts'
import { operatorRows, REFERENCE } from './operator-rows.ts'

const model = createProsqaModel(untrainedProsqa())
const records = generateGraphs('tiny', 2, 9)
const merged = new Map<string, number>()
const rows = operatorRows((name, counts) => merged.set(name, (merged.get(name) ?? 0) + counts.merged))
const host = { clock: () => 0, breathe: () => Promise.resolve(), signal: new AbortController().signal }

it('has every row once, the reference among them', () => {
  const names = rows.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain(REFERENCE)
})

it.each(rows)('$name: spends its budget and no more, and does the same again', async ({ name, face, setting }) => {
  const run = (problem: number) => {
    const task = graphContest(records, model, face, 6)
    const job = {
      setting,
      problem,
      seed: 1,
      unit: 'calls' as const,
      budgets: [8, 40],
      concurrency: 1,
      tokensPerStep: 1,
    }
    return runJob(task, job, host)
  }
  const first = await run(0)
  for (const { budget, calls } of first!) expect(calls).toBeLessThanOrEqual(budget)
  expect(first!.at(-1)!.calls).toBeGreaterThan(0)
  await run(1)
  expect(await run(0)).toEqual(first)
  expect(merged.has(name)).toBe(name.includes('looks ahead'))
})

import { createProsqaModel } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { heldOutGraphs, type GraphRecord } from '@espalier/tasks'
import { counterfactual } from '@espalier/tasks/scoring'
import { expect, it } from 'vitest'
import { runBattery, type ExpectedPrompt } from '../src/index.ts'

/** Thoughts of the shipped model must stay what answers come from: a checkpoint that answers without them does not belong here. */
it('passes the causal battery with the shipped checkpoint', { timeout: 300_000 }, async () => {
  const model = createProsqaModel(await readProsqaCheckpoint())
  const records = heldOutGraphs('official', 60)
  const pairs = records.flatMap((record, i) => {
    const like = counterfactual(record, { seed: i })
    return like === null ? [] : [{ before: expected(record), after: expected(like.record) }]
  })
  const { results } = runBattery(model, { sample: records.map(expected), pairs, seed: 1 })
  const verdicts = Object.fromEntries(results.map(({ test, verdict }) => [test, verdict]))
  expect(verdicts).toEqual({
    necessity: 'pass',
    replace: 'pass',
    swap: 'pass',
    counterfactual: 'pass',
    steer: 'pass',
    pause: 'not run',
    carrier: 'pass',
    tamper: 'pass',
  })
})

function expected({ question, target }: GraphRecord): ExpectedPrompt {
  const { edges, root, options } = question
  return { prompt: { edges, root, goals: options }, expected: options[0] === target ? 0 : 1 }
}

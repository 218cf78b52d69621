import {
  anyOf,
  createPreset,
  maxTrials,
  streamSearch,
  untilValue,
  type SearchEvent,
  type SearchResult,
} from '@espalier/core'
import { createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { openModel } from '@espalier/providers'
import { checkAnswer } from '@espalier/tasks/scoring'
import { countdownTextTask, parsePuzzle, type CountdownState } from '@espalier/tasks'
import {
  embeddedJudge,
  embeddedProvider,
  providerStepModel,
  providerValueModel,
  textExpand,
  type Provider,
} from '@espalier/token'
import { describe, expect, it } from 'vitest'
import { openAiServer } from './openai-server.ts'

/** Solved by sampling with 200 trials; the last one with a search of another kind. */
const PUZZLES = [
  ['1 3 4 6', 'mcts'],
  ['4 9 10 13', 'mcts'],
  ['4 9 10 13', 'best-first'],
] as const
const task = countdownTextTask()

interface Run {
  readonly log: readonly SearchEvent[]
  readonly result: SearchResult<CountdownState>
}

/** A search over models that are asked as language models are. Results are told in order, so that logs do not depend on latencies. */
async function search(puzzle: string, algorithm: string, writer: Provider, judge: Provider): Promise<Run> {
  const steps = providerStepModel({ provider: writer, maxTokens: 48, probability: 'whole' })
  const problem = parsePuzzle(puzzle)
  const stream = streamSearch({
    problem,
    backend: task.backend,
    algorithm: createPreset(algorithm),
    seed: 7,
    describe: () => ({ problem: { ...problem }, label: puzzle }),
    expand: textExpand({ steps, values: providerValueModel({ provider: judge }) }, task),
    concurrency: 8,
    ordered: true,
    stop: anyOf(untilValue(1), maxTrials(200)),
  })
  const log: SearchEvent[] = []
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return { log, result: next.value }
    log.push(next.value.event)
  }
}

describe('the embedded model over HTTP', () => {
  it('gives every search the same log as in this process, byte for byte, with real probabilities and values', async () => {
    const { url, errors } = await openAiServer()
    const model = createCountdownModel(await readCountdownCheckpoint())
    const remote = (name: string) =>
      openModel({ baseUrl: `${url}/v1`, model: name, allowPrivateAddresses: true, attempts: 1 })
    const [writer, judge] = [remote('countdown-1m'), remote('countdown-1m:value')]
    for (const [puzzle, algorithm] of PUZZLES) {
      const here = await search(puzzle, algorithm, embeddedProvider(model), embeddedJudge(model))
      const there = await search(puzzle, algorithm, writer, judge)
      expect(JSON.stringify(there.log)).toBe(JSON.stringify(here.log))
      expect(there.result.value).toBe(1)
      // What was in flight when the answer was found is called off; nothing else failed.
      const failures = there.log.flatMap((event) =>
        event.type === 'trial-end' && event.error ? [event.error.code] : [],
      )
      expect(failures.filter((code) => code !== 'aborted')).toEqual([])
      expect(checkAnswer(parsePuzzle(puzzle), there.result.answer!)).toMatchObject({ correct: true })
      const priors = there.log.flatMap((event) => (event.type === 'node-add' ? [event.prior] : []))
      expect(new Set(priors).size).toBeGreaterThan(10)
      expect(priors.every((prior) => prior > 0 && prior < 1)).toBe(true)
    }
    expect(errors).toEqual([])
    await Promise.all([writer.close(), judge.close()])
  })
})

import { createPreset, maxTokens, runSearch } from '@espalier/core'
import { embeddedThoughts, graphThoughts, thoughtBackend, thoughtExpand, thoughtPool } from '@espalier/latent'
import { createProsqaModel } from '@espalier/models'
import { generateGraphs, type GraphSizeName } from '@espalier/tasks'

/** Thoughts a second of one way to think, in each round. */
export interface ThoughtRate {
  readonly name: string
  /** Whether 32 thoughts are computed together. */
  readonly isBatched: boolean
  readonly rates: readonly number[]
}

export interface ThoughtRateOptions {
  /** Bytes of a ProsQA checkpoint. */
  readonly checkpoint: Uint8Array
  readonly rounds: number
  /** How long each way is measured in a round, at least. */
  readonly roundMs: number
}

const BATCH = 32
const THOUGHTS_A_SEARCH = 512

/**
 * Thoughts a second in the process or page that this runs in, on the thread that it runs on. Thinking is a position of the network with what it reads
 * as and its value; a search is everything from the question on: reading it, selection, events, operators, the pool. Ways take turns.
 */
export async function thoughtRates({
  checkpoint,
  rounds,
  roundMs,
}: ThoughtRateOptions): Promise<readonly ThoughtRate[]> {
  const model = embeddedThoughts(createProsqaModel(checkpoint))
  const task = graphThoughts()
  const backend = thoughtBackend(task)
  const operators = [{ operator: 'steer' }] as const
  const questionsOf = (size: GraphSizeName) => generateGraphs(size, 16, 1).map(({ question }) => question)

  async function thinking(size: GraphSizeName, batch: number): Promise<() => Promise<number>> {
    const prompts = Array.from({ length: batch }, (_, i) => task.prompt(questionsOf(size)[i % 16]!))
    const roots = await model.begin(prompts, 'thought')
    return async () => {
      const thoughts = await model.think(roots.map(({ cache, hidden }) => ({ cache, input: hidden, as: 'thought' })))
      const hidden = thoughts.map((thought) => thought.hidden)
      model.readOut(hidden)
      model.value!(hidden)
      for (const { cache } of thoughts) model.release(cache)
      return batch
    }
  }

  function searching(size: GraphSizeName, concurrency: number): () => Promise<number> {
    const questions = questionsOf(size)
    let next = 0
    return async () => {
      const pool = thoughtPool(model, task)
      const { usage } = await runSearch({
        problem: questions[next++ % questions.length]!,
        backend,
        algorithm: createPreset('mcts', { children: 4, expandAfter: 0, c: 0.2, fpuReduction: 0.1 }),
        expand: thoughtExpand({ model, task, backend, pool, operators, maxBatch: BATCH }),
        concurrency,
        stop: maxTokens(THOUGHTS_A_SEARCH),
        describe: () => ({ problem: null, label: 'question' }),
      })
      pool.dispose()
      return usage.calls
    }
  }

  const ways = [
    { name: `thinking, official size, batches of ${BATCH}`, isBatched: true, run: await thinking('official', BATCH) },
    { name: 'thinking, official size, one at a time', isBatched: false, run: await thinking('official', 1) },
    { name: `thinking, large, batches of ${BATCH}`, isBatched: true, run: await thinking('large', BATCH) },
    { name: `searching, official size, ${BATCH} in flight`, isBatched: true, run: searching('official', BATCH) },
    { name: 'searching, official size, one in flight', isBatched: false, run: searching('official', 1) },
    { name: `searching, large, ${BATCH} in flight`, isBatched: true, run: searching('large', BATCH) },
  ].map((way) => ({ ...way, rates: [] as number[] }))
  for (const { run } of ways) await run()
  for (let round = 0; round < rounds; round++) {
    for (const { run, rates } of ways) {
      const startedAt = performance.now()
      let thoughts = 0
      let ms = 0
      while (ms < roundMs) {
        thoughts += await run()
        ms = performance.now() - startedAt
      }
      rates.push((thoughts * 1000) / ms)
    }
  }
  return ways.map(({ name, isBatched, rates }) => ({ name, isBatched, rates }))
}

import { createPreset, expandWith, maxTrials, runSearch } from '@espalier/core'
import { generateGraphs, type GraphQuestion, type GraphState, type GraphStep, graphTextTask } from '@espalier/tasks'
import { processOf } from '@espalier/tasks/scoring'
import { type StepModel, stepGenerator, type TextTask } from '@espalier/token'
import { describe, expect, it } from 'vitest'

/** Knows nothing but the text: copies statements about what the last one came to, and one sentence that is none. */
const copyist: StepModel = {
  name: 'copyist',
  write: ({ prompt, count, exclude }) => {
    const [question, used] = prompt.split('\n') as [string, string]
    const subject = / a ([a-z]+)\. $/.exec(used)?.[1]
    const begin = subject === undefined ? `${/ Is ([A-Z][a-z]+) /.exec(question)![1]!} is ` : `Every ${subject} is `
    const said = question.split(/(?<=\.) /).filter((sentence) => sentence.startsWith(begin))
    const left = ['I do not know.', ...said].filter((text) => !exclude.has(text))
    return Promise.resolve({
      steps: left.slice(0, count).map((text) => ({ text, logProbability: null })),
      exhausted: left.length <= count,
      usage: { calls: 1, promptTokens: 0, completionTokens: 0 },
    })
  },
}

describe('graph questions in text', () => {
  it('are searched through a model that writes statements', async () => {
    const task: TextTask<GraphQuestion, GraphState, GraphStep> = graphTextTask()
    const { backend } = task
    for (const record of generateGraphs('official', 10, 3)) {
      const result = await runSearch({
        problem: record.question,
        backend,
        algorithm: createPreset('mcts', { children: 8, c: 1 }),
        expand: expandWith({
          evaluate: (state) =>
            Promise.resolve({ value: backend.isTerminal(state) ? Number(backend.answer(state) !== null) : 0.5 }),
          generate: stepGenerator<GraphState, GraphStep>({
            model: copyist,
            prompt: (state) => task.prompt(state),
            parse: (state, text) => task.parse(state, text),
            key: (step) => task.key(step),
          }),
        }),
        stop: maxTrials(400),
        describe: () => ({ problem: {}, label: 'graph' }),
      })
      expect(processOf(record, result.answer!)).toBe('correct-label')
    }
  })
})

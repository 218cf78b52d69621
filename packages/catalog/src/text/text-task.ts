import * as z from 'zod'
import { expandWith, type EvaluateFn, type ExpandFn, type Json } from '@espalier/core'
import { judgeEvaluator, llmJudge, markedAnswer, nextSteps, stepsItem, type TextState } from '@espalier/token'
import type { CatalogTask } from '../catalog-task.ts'
import type { LanguageModel } from '../language/language-model.ts'

/** Name of the task in specs and logs. */
export const TEXT_TASK = 'text'

const MOST_CHARS = 100_000
const MOST_LABEL_CHARS = 120

const problemSchema = z.strictObject({
  question: z
    .string()
    .max(MOST_CHARS)
    .refine((text) => text.trim() !== '', 'expected a question')
    .describe('What is asked, in words.'),
  maxSteps: z.int().min(1).max(64).default(16).describe('Steps of a line at most.'),
})

interface State extends TextState {
  readonly maxSteps: number
}

/**
 * Questions in words. A step is a line of reasoning; a line ends with the step that states the answer as "Answer: …". There is no verifier: a judge
 * votes on lines, and an answer is as good as its judge.
 */
export function textTask(): CatalogTask {
  const answer = ({ steps }: State): string | null => markedAnswer(steps.at(-1) ?? '')
  return {
    name: TEXT_TASK,
    about: 'A question in words: a language model reasons in steps, and a judge votes on how they go.',
    problem: problemSchema,
    examples: [
      { question: 'A farmer has 17 sheep. All but nine run away. How many are left?', maxSteps: 16 },
      {
        question: 'How many different letters has the word that the first letters of red, ant, dog, ant and red spell?',
        maxSteps: 16,
      },
    ],
    backend: {
      name: 'text-steps',
      root: (problem): State => ({ ...problemSchema.parse(problem), steps: [] }),
      extend: (state, step): State => {
        const before = state as State
        return { ...before, steps: [...before.steps, step as string] }
      },
      isTerminal: (state) => {
        const line = state as State
        return line.steps.length >= line.maxSteps || answer(line) !== null
      },
      answer: (state) => answer(state as State),
      label: (step) => step as string,
    },
    describe: (problem) => {
      const { question, maxSteps } = problemSchema.parse(problem)
      return { problem: { task: TEXT_TASK, question, maxSteps }, label: labelOf(question) }
    },
    // Nothing proves an answer in words.
    conclude: (state) => {
      const said = answer(state as State)
      return said === null ? null : { answer: said, statements: (state as State).steps, standing: 'unverified' }
    },
    readsAnything: true,
    read: (text) => (text.trim() === '' || text.length > MOST_CHARS ? null : { question: text, maxSteps: 16 }),
    parse: (_state, label) => (label.trim() === '' ? null : label),
    recognise: (logged) => {
      if (typeof logged !== 'object' || logged === null || Array.isArray(logged)) return null
      const { task, ...rest } = logged as { readonly task?: Json }
      const parsed = problemSchema.safeParse(rest)
      return task === TEXT_TASK && parsed.success ? parsed.data : null
    },
    language: { prompts: ['instructed'], only: true, expand: textByLanguage },
  }
}

function textByLanguage({ writer, judge, votes }: LanguageModel): ExpandFn<unknown, unknown> {
  const voted = judgeEvaluator<State>({ judge: llmJudge({ provider: judge, votes }), item: stepsItem })
  // Nobody can judge a line that has not begun.
  const evaluate: EvaluateFn<State> = (state, context) =>
    state.steps.length === 0 ? Promise.resolve({ value: 0.5 }) : voted(state, context)
  return expandWith<State, string>({
    evaluate,
    generate: nextSteps({ provider: writer, cacheKey: 'espalier-text' }),
  }) as ExpandFn<unknown, unknown>
}

/** The question in one line. */
function labelOf(question: string): string {
  const line = question.trim().replaceAll(/\s+/g, ' ')
  return line.length > MOST_LABEL_CHARS ? `${line.slice(0, MOST_LABEL_CHARS - 1)}…` : line
}

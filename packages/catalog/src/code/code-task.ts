import * as z from 'zod'
import { expandWith, type Evaluation, type ExpandFn, type Json } from '@espalier/core'
import { jsonSchema } from '@espalier/protocol'
import { CODE_PROBLEMS, codeOf, runCodeTests, type CodeReport, type Sandbox } from '@espalier/tasks/code'
import { refinements, type TextState } from '@espalier/token'
import type { CatalogTask } from '../catalog-task.ts'
import type { LanguageModel } from '../language/language-model.ts'

/** Name of the task in specs and logs. */
export const CODE_TASK = 'code'

/** Drafts of a line, the first and its mendings. Ours. */
const MOST_DRAFTS = 4

const problemSchema = z.strictObject({
  description: z.string().min(1).max(20_000).describe('What the function does, in words.'),
  name: z
    .string()
    .regex(/^[A-Za-z_$][\w$]{0,60}$/, 'expected an identifier')
    .describe('Name of the function.'),
  tests: z
    .array(z.strictObject({ args: z.array(jsonSchema).max(20), expected: jsonSchema }))
    .min(1)
    .max(50)
    .describe('Such as [{"args":[[1,2,3]],"expected":2}]. What is expected never enters the sandbox.'),
})

type CodeProblem = z.infer<typeof problemSchema>

interface State extends TextState {
  readonly problem: CodeProblem
}

/**
 * A function in JavaScript that passes its tests. A step is a whole draft, written anew with the first failing test before the model's eyes; a draft's value is
 * the share of tests that it passes in the sandbox. Without a sandbox nothing can be run, and no model works at the task.
 */
export function codeTask(sandbox: Sandbox | null): CatalogTask {
  const draftOf = ({ steps }: State): string | null => (steps.length === 0 ? null : codeOf(steps.at(-1)!))
  return {
    name: CODE_TASK,
    about: 'Write a function in JavaScript that passes its tests: drafts, run in a sandbox and mended.',
    problem: problemSchema,
    examples: CODE_PROBLEMS.slice(0, 2) as unknown as Json[],
    backend: {
      name: 'code-drafts',
      root: (given): State => {
        const problem = problemSchema.parse(given)
        return { problem, question: questionOf(problem), steps: [] }
      },
      extend: (state, step): State => {
        const before = state as State
        return { ...before, steps: [...before.steps, step as string] }
      },
      isTerminal: (state) => (state as State).steps.length >= MOST_DRAFTS,
      answer: (state) => draftOf(state as State),
      label: (step) => step as string,
    },
    describe: (given) => {
      const problem = problemSchema.parse(given)
      const count = problem.tests.length === 1 ? '1 test' : `${problem.tests.length} tests`
      return { problem: { task: CODE_TASK, ...problem }, label: `${problem.name} (${count})` }
    },
    conclude: async (state) => {
      const code = draftOf(state as State)
      if (code === null) return null
      if (sandbox === null) return { answer: code, statements: [], standing: 'unverified' }
      const { problem } = state as State
      const report = await runCodeTests(sandbox, problem, code)
      return {
        answer: code,
        statements: problem.tests.map((_, i) => verdictText(problem, report, i)),
        standing: report.share === 1 ? 'verified' : 'refuted',
      }
    },
    read: readProblem,
    parse: (_state, label) => (label.trim() === '' ? null : label),
    recognise: (logged) => {
      if (typeof logged !== 'object' || logged === null || Array.isArray(logged)) return null
      const { task, ...rest } = logged as { readonly task?: Json }
      const parsed = problemSchema.safeParse(rest)
      return task === CODE_TASK && parsed.success ? parsed.data : null
    },
    language: {
      prompts: sandbox === null ? [] : ['instructed'],
      only: true,
      expand: (model) => codeByLanguage(model, sandbox!),
    },
  }
}

function codeByLanguage({ writer }: LanguageModel, sandbox: Sandbox): ExpandFn<unknown, unknown> {
  return expandWith<State, string>({
    evaluate: async ({ problem, steps }): Promise<Evaluation> => {
      if (steps.length === 0) return { value: 0 }
      const report = await runCodeTests(sandbox, problem, codeOf(steps.at(-1)!))
      const { share, verdicts } = report
      const failing = verdicts.findIndex(({ passed }) => !passed)
      return {
        value: share,
        detail: { type: 'code-tests', share, verdicts: verdicts as unknown as Json },
        ...(failing < 0 ? {} : { critique: verdictText(problem, report, failing) }),
      }
    },
    generate: refinements({ provider: writer, cacheKey: 'espalier-code' }),
  }) as ExpandFn<unknown, unknown>
}

const questionOf = ({ name, description }: CodeProblem): string =>
  `Write the function ${name} in JavaScript, in one block of code, with nothing outside it. ${description}`

/** `second([1,2,3]) is 2: passed`, or what came instead. */
function verdictText({ name, tests }: CodeProblem, { verdicts }: CodeReport, i: number): string {
  const { args, expected } = tests[i]!
  const verdict = verdicts[i]!
  const call = `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')}) is ${JSON.stringify(expected)}`
  if (verdict.passed) return `${call}: passed`
  return verdict.reason === 'other-value'
    ? `${call}: failed, got ${verdict.got}`
    : `${call}: failed, ${verdict.reason}${verdict.detail === '' ? '' : ` (${verdict.detail})`}`
}

/** A problem as JSON: its tests can be said in no other way. */
function readProblem(text: string): Json | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const parsed = problemSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

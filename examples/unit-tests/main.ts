// Claim: a search whose verifier runs unit tests in a sandbox finds a program that passes them all, and says what the best one fails otherwise.
// BASE_URL and MODEL name a language model: it writes drafts, and mends them with the failing tests before its eyes. Without them no model takes part:
// programs are enumerated, one more call of a method at a time out of five. That is a search too, and on problems so small the bar to look at.
import { anyOf, createPreset, expandWith, maxTrials, runSearch, untilValue } from '@espalier/core'
import type { GenerateFn, Generation } from '@espalier/core'
import { openModel } from '@espalier/providers'
import { nodeSandbox } from '@espalier/tasks/node'
import { codeOf, runCodeTests, type CodeProblem } from '@espalier/tasks/verify'
import { refinements, textBackend, type TextState } from '@espalier/token'

const problem: CodeProblem = {
  description: 'second(numbers): the second largest of the different numbers in a list; null if there is none.',
  name: 'second',
  tests: [
    { args: [[1, 2, 3]], expected: 2 },
    { args: [[9, 7, 9, 8]], expected: 8 },
    { args: [[5, 5]], expected: null },
    { args: [[-1, -4, 10, 2]], expected: 2 },
    { args: [[]], expected: null },
  ],
}

const PIECES = [
  '.toSorted((a, b) => b - a)',
  '.filter((x, i, all) => all.indexOf(x) === i)',
  '.at(0)',
  '.at(1)',
  '.at(-1)',
]

/** Not a model: every program that goes on from the draft by one more piece, none likelier than another. */
const enumerated: GenerateFn<TextState, string> = ({ state }): Promise<Generation<string>> => {
  const before = /return numbers(.*) \?\? null/.exec(state.steps.at(-1) ?? '')?.[1] ?? ''
  const proposals = PIECES.map((piece) => ({
    step: `function second(numbers) { return numbers${before}${piece} ?? null }`,
    prior: 1 / PIECES.length,
  }))
  return Promise.resolve({ proposals, exhausted: true })
}

const { BASE_URL: baseUrl, MODEL: model } = process.env
const opened =
  baseUrl === undefined || model === undefined ? null : openModel({ baseUrl, model, allowPrivateAddresses: true })
const sandbox = nodeSandbox()
const result = await runSearch({
  problem: `Write the function in JavaScript. ${problem.description}`,
  backend: textBackend({ of: 'drafts', maxSteps: 4, answerIn: codeOf }),
  algorithm: createPreset(opened === null ? 'best-first' : 'mctsr', opened === null ? { children: PIECES.length } : {}),
  expand: expandWith<TextState, string>({
    evaluate: async ({ steps }) => {
      if (steps.length === 0) return { value: 0 }
      const { share, verdicts } = await runCodeTests(sandbox, problem, codeOf(steps.at(-1)!))
      const failing = verdicts.findIndex(({ passed }) => !passed)
      if (failing < 0) return { value: share }
      return {
        value: share,
        critique: `${JSON.stringify(problem.tests[failing])} fails: ${JSON.stringify(verdicts[failing])}`,
      }
    },
    generate: opened === null ? enumerated : refinements({ provider: opened }),
  }),
  stop: anyOf(untilValue(1), maxTrials(400)),
})
sandbox.close()
await opened?.close()

const passed = Math.round((result.value ?? 0) * problem.tests.length)
console.log(result.answer ?? 'no program')
console.log(
  `passes ${passed} of ${problem.tests.length} tests, after ${result.trials} trials, ${opened === null ? 'enumerated' : `written by ${model}`}`,
)

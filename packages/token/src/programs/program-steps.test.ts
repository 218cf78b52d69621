import { inProcessSandbox } from '@espalier/tasks/verify'
import { afterAll, describe, expect, it } from 'vitest'
import { scriptedProvider } from '../../test/written-provider.ts'
import { CONTEXT, trialOf } from '../../test/trial-of.ts'
import type { TextState } from '../text/text-state.ts'
import { programBackend, programCall, programSteps, type RunProgramFn } from './program-steps.ts'
import { readProgram, withoutOutput } from './program-text.ts'

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())

/** Programs in the sandbox of the tasks. */
const run: RunProgramFn = async (code, { earlier }) => {
  const outcome = await sandbox.run(programCall(code, earlier), { ticks: 200 })
  if (outcome.type === 'returned') return JSON.parse(outcome.json) as string
  throw new Error(outcome.type === 'threw' ? `${outcome.name}: ${outcome.message}` : outcome.type)
}

const fenced = (text: string, code: string): string => `${text}\n\`\`\`js\n${code}\n\`\`\``
const after = () => () => {}

async function step(script: string, steps: readonly string[] = []) {
  const state: TextState = { question: 'Sum of 1 to 100?', steps }
  const { provider } = scriptedProvider(() => script)
  return programSteps({ provider, run, after, maxRequests: 1 })(trialOf(state, 1), null, CONTEXT)
}

describe('programSteps', () => {
  it('runs a program and reads what it printed into the step; later ones use what it defined', async () => {
    const text = fenced('I add them up.', 'let sum = 0\nfor (let i = 1; i <= 100; i++) sum += i\nprint("sum", sum)')
    const first = (await step(`${text}\nOutput: 1`)).proposals[0]!.step
    expect(first).toBe(`${text}\nOutput: sum 5050`)
    const second = (await step(fenced('Half of it.', 'console.log(sum / 2)'), [first])).proposals[0]!.step
    expect(second).toMatch(/\nOutput: 2525$/)
  })

  it('tells how a program failed', async () => {
    const output = async (code: string): Promise<string> =>
      (await step(fenced('x', code))).proposals[0]!.step.split('\nOutput: ')[1]!
    expect(await output('nowhere()')).toMatch(/^error: ReferenceError: /)
    expect(await output('for (;;) {}')).toBe('error: out-of-time')
    expect(await output('}')).toMatch(/^error: SyntaxError/)
    expect(await output('print(typeof process, typeof fetch)')).toBe('undefined undefined')
  })

  it('takes steps without a program, and refuses fences that are no program', async () => {
    expect((await step('So it is 5050. Answer: 5050')).proposals[0]!.step).toBe('So it is 5050. Answer: 5050')
    for (const text of ['```js\nopen', `${fenced('a', 'b')} and more`, `${fenced('a', 'b')}\n${fenced('c', 'd')}`])
      expect((await step(text)).rejected!.map(({ reason }) => reason)).toEqual(['unreadable-program'])
  })

  it('takes neither code nor output for an answer', () => {
    const backend = programBackend()
    const ran = `${fenced('Answer: no', 'print("Answer: 3")')}\nOutput: Answer: 3`
    const state = backend.extend(backend.root('q'), ran)
    expect([backend.answer(state), backend.isTerminal(state)]).toEqual([null, false])
    expect(backend.answer(backend.extend(state, 'Answer: 4'))).toBe('4')
    expect(readProgram(withoutOutput(ran))).toEqual({
      text: fenced('Answer: no', 'print("Answer: 3")'),
      code: 'print("Answer: 3")',
    })
  })
})

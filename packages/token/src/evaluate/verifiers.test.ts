import { codeCheck, equalsCheck, inProcessSandbox, type Json } from '@espalier/tasks/verify'
import { afterAll, describe, expect, it } from 'vitest'
import { context, replyOf, sample, scripted, textOf, USAGE } from '../../test/scripted-provider.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { checkedAnswer, verifierEvaluator } from './check-evaluator.ts'
import { generatedVerifier, type GeneratedVerifierOptions } from './generated-verifier.ts'
import { verifierFirst } from './verifier-first.ts'

/** A state of these tests: what is asked, and the answer. */
interface Asked {
  readonly question: string
  readonly answer: string | null
}

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())
const run = (call: { readonly source: string; readonly name: string; readonly args: readonly Json[] }) =>
  sandbox.run(call, { ticks: 100 })
const asked = (answer: string | null, question = 'What is 6 * 7?'): Asked => ({ question, answer })
const answerOf = ({ answer }: Asked): string | null => answer

/** A verifier whose scripts a test writes, one after the other; a script is fenced as models do. */
function writing(scripts: readonly string[], options: Partial<GeneratedVerifierOptions<Asked>> = {}) {
  const { provider, requests } = scripted((_request, call) =>
    replyOf(`Here:\n\`\`\`js\n${scripts[call] ?? ''}\n\`\`\`\nDone.`),
  )
  const verifier = generatedVerifier<Asked>({
    provider,
    run,
    question: ({ question }) => question,
    answerOf,
    ...options,
  })
  return { ...verifier, requests }
}

const GOOD = 'const verify = (answer) => Number(answer) === 6 * 7'

describe('checks as evaluators', () => {
  it('judge the answer of a state, and say where they cannot', async () => {
    const verify = checkedAnswer(equalsCheck('42'), answerOf)
    expect(await verify(asked('\\frac{84}{2}'), context)).toEqual({ value: 1 })
    expect(await verify(asked('41'), context)).toEqual({ value: 0 })
    expect(await verify(asked(null), context)).toEqual({ value: null })
    expect(await verifierEvaluator(verify, 0.25)(asked(null), context)).toMatchObject({ value: 0.25 })
  })

  it('run unit tests in the sandbox, with a critique that gives nothing away', async () => {
    const problem = {
      description: '',
      name: 'twice',
      tests: [
        { args: [2], expected: 4 },
        { args: [-1], expected: -2 },
      ],
    }
    const evaluate = verifierEvaluator(checkedAnswer(codeCheck(sandbox, problem), answerOf))
    expect(await evaluate(asked('```js\nconst twice = (x) => x * x\n```'), context)).toMatchObject({
      value: 0.5,
      critique: 'test 2: returned 1',
    })
  })
})

describe('generatedVerifier', () => {
  it('writes one script a question, which never sees a candidate, and runs it on every answer', async () => {
    const { verify, tally, requests } = writing([GOOD, 'const verify = (answer) => answer === "blue"'])
    const values = []
    for (const answer of ['42', '41', '42.0']) values.push((await verify(asked(answer), context)).value)
    expect(values).toEqual([1, 0, 1])
    expect(await verify(asked('blue', 'Which colour?'), context)).toMatchObject({ value: 1, detail: { verdict: true } })
    expect(await verify(asked(null), context)).toEqual({ value: null })
    expect(requests).toHaveLength(2)
    expect(requests.map(textOf).join()).not.toContain('41')
    expect(tally()).toEqual({ asked: 2, refused: {}, without: 0, yes: 3, no: 1, failed: {}, givenUp: 0 })
  })

  it('is paid for by whoever needed it first, and written once for many at a time', async () => {
    const { verify, requests } = writing([GOOD])
    const checks = await Promise.all(['42', '41', '40'].map((answer) => verify(asked(answer), context)))
    expect(checks.map(({ usage }) => usage?.calls)).toEqual([1, 0, 0])
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['throws', 'const verify = () => { throw new Error("no") }', 'threw'],
    ['hangs', 'function verify() { for (;;); }', 'out-of-time'],
    ['always says yes', 'const verify = () => true', 'accepts-anything'],
    ['says yes to what is no answer', 'const verify = (answer) => !answer.includes("41")', 'accepts-anything'],
    ['says neither', 'const verify = () => "yes"', 'no-verdict'],
    ['is no function', 'const verify = 1', 'no-function'],
    ['does not parse', 'function verify(', 'threw'],
    ['is none', 'const check = () => true', 'unwritten'],
  ])('refuses a script that %s, counts it, and asks once more', async (_name, script, reason) => {
    const again = writing([script, GOOD])
    expect(await again.verify(asked('42'), context)).toMatchObject({ value: 1, usage: { calls: 2 } })
    expect(again.tally()).toMatchObject({ asked: 2, refused: { [reason]: 1 }, without: 0, yes: 1 })
    const never = writing([script, script])
    expect(await never.verify(asked('42'), context)).toMatchObject({ value: null, detail: { verdict: 'no-script' } })
    expect(await never.verify(asked('41'), context)).toMatchObject({ value: null, usage: { calls: 0 } })
    expect(never.tally()).toMatchObject({ asked: 2, refused: { [reason]: 2 }, without: 1, yes: 0, no: 0 })
  })

  it('refuses scripts that take an answer known to be wrong, and those that were cut off', async () => {
    const { verify, tally } = writing([GOOD.replace('6 * 7', '6 + 7')], { tries: 1, wrong: () => ['13'] })
    expect(await verify(asked('42'), context)).toMatchObject({ value: null })
    expect(tally()).toMatchObject({ refused: { 'accepts-anything': 1 } })
    const { provider } = scripted(() => ({ samples: [sample(GOOD, 'length')], usage: USAGE }))
    const cut = generatedVerifier<Asked>({ provider, run, question: ({ question }) => question, answerOf, tries: 1 })
    expect(await cut.verify(asked('42'), context)).toMatchObject({ value: null })
    expect(cut.tally()).toMatchObject({ refused: { unwritten: 1 } })
  })

  it('cannot say where its script fails on an answer, and is given up when it does so often', async () => {
    const { verify, tally } = writing(
      ['const verify = (answer) => { if (answer.length > 20) for (;;); return answer === "42" }'],
      { maxFailures: 2 },
    )
    const long = 'a long answer of the kind that hangs'
    for (const value of [null, null]) expect(await verify(asked(long), context)).toMatchObject({ value })
    expect(await verify(asked('42'), context)).toMatchObject({ value: null, detail: { verdict: 'no-script' } })
    expect(tally()).toMatchObject({ failed: { 'out-of-time': 2 }, givenUp: 1 })
  })

  it('makes a call again that failed for somebody else', async () => {
    let calls = 0
    const { provider } = scripted(async () => {
      await Promise.resolve()
      if (calls++ === 0) throw new ProviderError('called-off', 'gone', { usage: USAGE })
      return replyOf(GOOD)
    })
    const { verify } = generatedVerifier<Asked>({ provider, run, question: ({ question }) => question, answerOf })
    const [first, second] = await Promise.allSettled([verify(asked('42'), context), verify(asked('42'), context)])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'called-off', usage: USAGE } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { value: 1, usage: { calls: 1 } } })
  })
})

describe('verifierFirst', () => {
  const judge = () => Promise.resolve({ value: 0.5, critique: 'hm', usage: USAGE, detail: 'votes' })

  it('asks the judge only where the verifier has no word', async () => {
    const evaluate = verifierFirst<Asked>({ verify: checkedAnswer(equalsCheck('42'), answerOf), judge })
    expect(await evaluate(asked('42'), context)).toMatchObject({
      value: 1,
      usage: { calls: 0 },
      detail: { type: 'mixed', by: 'verifier' },
    })
    expect(await evaluate(asked(null), context)).toEqual({
      value: 0.5,
      critique: 'hm',
      usage: USAGE,
      detail: { type: 'mixed', by: 'judge', detail: 'votes' },
    })
  })

  it('falls back on the judge where a verifier fails, and pays for both', async () => {
    const broken = () => Promise.reject(new ProviderError('reset', 'gone', { usage: USAGE }))
    expect(await verifierFirst<Asked>({ verify: broken, judge })(asked('42'), context)).toMatchObject({
      value: 0.5,
      usage: { calls: 2 },
      detail: { by: 'judge', verifier: { failure: 'gone' } },
    })
    const unwritten = writing(['', ''])
    expect(await verifierFirst<Asked>({ verify: unwritten.verify, judge })(asked('42'), context)).toMatchObject({
      value: 0.5,
      usage: { calls: 3 },
      detail: { by: 'judge', verifier: { verdict: 'no-script' } },
    })
    await expect(verifierFirst<Asked>({ verify: broken, judge: broken })(asked('42'), context)).rejects.toMatchObject({
      code: 'reset',
      usage: { calls: 2 },
    })
  })

  it('ends at once where the search is over', async () => {
    const controller = new AbortController()
    controller.abort()
    const broken = () => Promise.reject(new ProviderError('called-off', 'over'))
    await expect(
      verifierFirst<Asked>({ verify: broken, judge })(asked('42'), { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'called-off' })
  })
})

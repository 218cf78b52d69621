import { afterAll, describe, expect, it } from 'vitest'
import { inProcessSandbox } from '../sandbox/same-thread.ts'
import { codeCheck, equalsCheck, patternCheck, schemaCheck } from './checks.ts'

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())
const FEW = { ticks: 100 }

describe('checks of an answer', () => {
  it('say whether it means the same', async () => {
    const check = equalsCheck('1/2')
    expect(await check('0.5')).toEqual({ value: 1 })
    expect(await check('0.50001')).toEqual({ value: 0 })
  })

  it('say where JSON is not of its schema', async () => {
    const check = schemaCheck({ type: 'object', required: ['n'], properties: { n: { type: 'integer' } } })
    expect(await check('{"n": 1}')).toEqual({ value: 1 })
    expect(await check('{"n": "1"}')).toMatchObject({
      value: 0,
      critique: expect.stringMatching(/^at #\/n: /) as string,
    })
    expect(await check('n = 1')).toMatchObject({ value: 0, critique: expect.stringMatching(/^not JSON: /) as string })
  })

  it('say whether a pattern is found, or that they cannot say', async () => {
    expect(await patternCheck(sandbox, /^a+$/)('aaa')).toEqual({ value: 1 })
    expect(await patternCheck(sandbox, /^a+$/)('b')).toEqual({ value: 0, critique: 'does not match /^a+$/' })
    expect(await patternCheck(sandbox, /^(a+)+$/, FEW)(`${'a'.repeat(40)}b`)).toEqual({ value: null })
  })

  it('say which tests code fails, and not what was expected', async () => {
    const tests = Array.from({ length: 8 }, (_, n) => ({ args: [n], expected: `secret ${n}` }))
    const check = codeCheck(sandbox, { description: '', name: 'f', tests }, FEW)
    expect(await check('const f = (n) => `secret ${n}`')).toEqual({ value: 1 })
    const { value, critique } = await check(
      'function f(n) { if (n === 0) for (;;); if (n === 1) throw new Error("odd"); return n < 4 ? `secret ${n}` : 7 }',
    )
    expect(value).toBe(0.25)
    expect(critique).toBe(
      'test 1: out-of-time\ntest 2: threw Error: odd\ntest 5: returned 7\ntest 6: returned 7\ntest 7: returned 7\nand 1 more',
    )
    expect(
      await codeCheck(
        { run: () => Promise.resolve({ type: 'crashed', message: '' }), close: () => {} },
        { description: '', name: 'f', tests },
      )(''),
    ).toEqual({ value: null })
  })
})

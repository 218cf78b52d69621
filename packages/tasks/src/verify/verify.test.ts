import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { inProcessSandbox } from '../sandbox/same-thread.ts'
import type { Json } from '../sandbox/sandbox.ts'
import { codeOf, type CodeProblem, runCodeTests } from './code-tests.ts'
import { jsonSchemaVerifier } from './json-schema.ts'
import { matchesPattern } from './pattern.ts'
import { sameJson } from './same-json.ts'

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())
const FEW = { ticks: 100 }

const codeOfFault = async (run: () => unknown): Promise<string | null> => {
  try {
    await run()
  } catch (error) {
    if (isTaskError(error)) return error.code
  }
  return null
}

describe('runCodeTests', () => {
  const problem: CodeProblem = {
    description: 'The sum of the numbers of a list.',
    name: 'sum',
    tests: [
      { args: [[]], expected: 0 },
      { args: [[1, 2, 3]], expected: 6 },
      { args: [[0.1, 0.2]], expected: 0.3 },
    ],
  }
  const report = async (source: string) => runCodeTests(sandbox, problem, source, FEW)

  it('passes a function that is right, up to rounding', async () => {
    expect((await report('const sum = (all) => all.reduce((a, b) => a + b, 0)')).share).toBe(1)
  })

  it('says of each test how it ends, and what share passes', async () => {
    const { verdicts, share } = await report(
      'let seen = 0; function sum(all) { if (all.length === 2) for (;;); if (all.length > 2) throw new Error("long"); return seen++ }',
    )
    expect(verdicts).toEqual([
      { passed: true },
      { passed: false, reason: 'threw', detail: 'Error: long' },
      { passed: false, reason: 'out-of-time', detail: '' },
    ])
    expect(share).toBeCloseTo(1 / 3)
  })

  it('gives each test a realm of its own', async () => {
    const cheat = 'globalThis.n = (globalThis.n ?? 0) + 1; const sum = () => n'
    expect((await report(cheat)).verdicts).toEqual(
      problem.tests.map(() => ({ passed: false, reason: 'other-value', got: '1' })),
    )
  })

  it('runs a script without the function once', async () => {
    const { verdicts } = await report('const other = 1')
    expect(verdicts).toEqual(problem.tests.map(() => ({ passed: false, reason: 'no-function', detail: '' })))
  })

  it('refuses problems that test nothing', async () => {
    expect(await codeOfFault(async () => runCodeTests(sandbox, { ...problem, tests: [] }, ''))).toBe('INVALID_OPTIONS')
    expect(await codeOfFault(async () => runCodeTests(sandbox, { ...problem, name: 'a b' }, ''))).toBe(
      'INVALID_OPTIONS',
    )
  })

  it('takes the last fenced block of an answer', () => {
    expect(codeOf('First ```js\na\n``` then\n```javascript\nb\n```\nDone.')).toBe('b\n')
    expect(codeOf('const f = 1')).toBe('const f = 1')
  })
})

describe('sameJson', () => {
  it('takes no notice of the order of keys, and sees every difference', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const turned = (x: Json): Json =>
          typeof x !== 'object' || x === null || Array.isArray(x)
            ? x
            : Object.fromEntries(Object.entries(x).toReversed())
        expect(sameJson(value as Json, turned(value as Json))).toBe(true)
        expect(sameJson([value as Json], [value as Json, null])).toBe(false)
        expect(sameJson({ a: value as Json }, { b: value as Json })).toBe(false)
      }),
    )
    expect(sameJson([], {})).toBe(false)
    expect(sameJson(1, '1')).toBe(false)
    expect(sameJson(1, 1.000001)).toBe(false)
  })
})

describe('jsonSchemaVerifier', () => {
  const verify = jsonSchemaVerifier({
    type: 'object',
    properties: { pattern: { type: 'integer', minimum: 2 }, tags: { type: 'array', uniqueItems: true } },
    required: ['pattern'],
    additionalProperties: false,
    dependentSchemas: { tags: { properties: { tags: { minItems: 1 } } } },
  })

  it.each([
    ['{"pattern": 2}', true],
    ['{"pattern": 2, "tags": ["a", "b"]}', true],
    ['{"pattern": 1}', false],
    ['{"pattern": 2.5}', false],
    ['{"pattern": 2, "tags": []}', false],
    ['{"pattern": 2, "tags": ["a", "a"]}', false],
    ['{"pattern": 2, "other": 1}', false],
    ['[]', false],
  ])('%s: %s', (text, fits) => {
    expect(verify(text).fits).toBe(fits)
  })

  it('says where', () => {
    expect(verify('{"pattern": 1}')).toMatchObject({ reason: 'other-shape', at: '#/pattern' })
    expect(verify('{')).toMatchObject({ fits: false, reason: 'no-json' })
  })

  it.each([{ pattern: 'a' }, { properties: { a: { pattern: 'a' } } }, { anyOf: [{ patternProperties: {} }] }])(
    'refuses %j, which would run outside the sandbox',
    async (schema) => {
      expect(await codeOfFault(() => jsonSchemaVerifier(schema))).toBe('INVALID_OPTIONS')
    },
  )
})

describe('matchesPattern', () => {
  it('agrees with the host, and gives up where the host would not', async () => {
    expect(await matchesPattern(sandbox, /^a+$/i, 'AAA')).toEqual({ matches: true })
    expect(await matchesPattern(sandbox, /(?<year>\d{4})/u, 'none')).toEqual({ matches: false })
    expect(await matchesPattern(sandbox, /^(a+)+$/, `${'a'.repeat(40)}b`, FEW)).toEqual({
      matches: null,
      reason: 'out-of-time',
    })
    expect(await codeOfFault(async () => matchesPattern(sandbox, { source: '(', flags: '' }, 'a'))).toBe(
      'INVALID_OPTIONS',
    )
  })
})

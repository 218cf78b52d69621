import * as z from 'zod'
import { expect, expectTypeOf, it } from 'vitest'
import {
  ALGORITHMS,
  Flag,
  type Envelope,
  type Json,
  type SearchEvent,
  type StopReason,
  type Usage,
} from '@espalier/core'
import * as protocol from './index.ts'

it('says what core says, type for type', () => {
  expectTypeOf<z.output<typeof protocol.searchEventSchema>>().toEqualTypeOf<SearchEvent>()
  expectTypeOf<z.output<typeof protocol.envelopeSchema>>().toEqualTypeOf<Envelope>()
  expectTypeOf<z.output<typeof protocol.usageSchema>>().toEqualTypeOf<Usage>()
  expectTypeOf<z.output<typeof protocol.stopReasonSchema>>().toEqualTypeOf<StopReason>()
  expectTypeOf<z.output<typeof protocol.jsonSchema>>().toEqualTypeOf<Json>()
  expectTypeOf<keyof typeof Flag>().toEqualTypeOf<protocol.NodeFlag>()
  expect([...protocol.NODE_FLAGS].sort()).toEqual(Object.keys(Flag).sort())
})

it('parses into the types that it exports, nothing wider', () => {
  expectTypeOf<z.output<typeof protocol.budgetSchema>>().toEqualTypeOf<protocol.Budget>()
  expectTypeOf<z.output<typeof protocol.searchSpecSchema>>().toEqualTypeOf<protocol.SearchSpec>()
  expectTypeOf<z.output<typeof protocol.searchRequestSchema>>().toEqualTypeOf<protocol.SearchRequest>()
  expectTypeOf<z.output<typeof protocol.searchInfoSchema>>().toEqualTypeOf<Flat<protocol.SearchInfo>>()
  expectTypeOf<z.output<typeof protocol.searchPageSchema>['searches'][number]>().toEqualTypeOf<
    Flat<protocol.SearchInfo>
  >()
  expectTypeOf<z.output<typeof protocol.searchAccountSchema>>().toEqualTypeOf<Flat<protocol.SearchAccount>>()
  expectTypeOf<z.output<typeof protocol.validationSchema>>().toEqualTypeOf<protocol.Validation>()
  expectTypeOf<z.output<typeof protocol.extendRequestSchema>>().toEqualTypeOf<protocol.ExtendRequest>()
  expectTypeOf<z.output<typeof protocol.steerRequestSchema>>().toEqualTypeOf<protocol.SteerRequest>()
  expectTypeOf<z.output<typeof protocol.thoughtDetailSchema>>().toEqualTypeOf<protocol.ThoughtDetail>()
  expectTypeOf<z.output<typeof protocol.thoughtPointsSchema>>().toEqualTypeOf<protocol.ThoughtPoints>()
  expectTypeOf<z.output<typeof protocol.nodeDetailSchema>>().toEqualTypeOf<protocol.NodeDetail>()
  expectTypeOf<z.output<typeof protocol.candidateSchema>>().toEqualTypeOf<Flat<protocol.Candidate>>()
  expectTypeOf<z.output<typeof protocol.algorithmInfoSchema>>().toEqualTypeOf<protocol.AlgorithmInfo>()
  expectTypeOf<z.output<typeof protocol.modelInfoSchema>>().toEqualTypeOf<protocol.ModelInfo>()
  expectTypeOf<z.output<typeof protocol.taskInfoSchema>>().toEqualTypeOf<protocol.TaskInfo>()
  expectTypeOf<z.output<typeof protocol.problemDetailsSchema>>().toEqualTypeOf<protocol.ProblemDetails>()
})

/** An interface that extends another, as one flat record. */
type Flat<T> = { readonly [K in keyof T]: T[K] }

it('gives every schema as JSON Schema', () => {
  const schemas = Object.entries(protocol).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [{ name, value }] : [],
  )
  expect(schemas.length).toBeGreaterThan(20)
  for (const { name, value } of schemas) {
    const schema = z.toJSONSchema(value, { io: 'input' })
    expect(JSON.stringify(schema).length, name).toBeGreaterThan(2)
  }
})

it('takes a request with nothing but a problem, and refuses what it does not know', () => {
  const least = { task: 'countdown', problem: { numbers: [4, 9, 10, 13] } }
  expect(protocol.searchRequestSchema.parse(least)).toEqual(least)
  for (const wrong of [
    { ...least, sede: 1 },
    { ...least, seed: 2 ** 32 },
    { ...least, seed: 0.5 },
    { ...least, budget: { trials: 0 } },
    { ...least, budget: { timeMs: undefined } },
    { ...least, algorithm: { name: 'mcts', options: { c: Number.NaN } } },
    { problem: null, task: '' },
    { task: 'countdown' },
  ]) {
    expect(protocol.searchRequestSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
  }
  expect(protocol.extendRequestSchema.safeParse({}).success).toBe(false)
  expect(protocol.extendRequestSchema.safeParse({ trials: 0 }).success).toBe(false)
  expect(protocol.extendRequestSchema.safeParse({ trials: 0, nodes: 5 }).success).toBe(true)
  expect(protocol.steerRequestSchema.safeParse({ actions: [] }).success).toBe(false)
})

it('knows what is JSON, however deep it is', () => {
  let deep: unknown = 1
  for (let i = 0; i < 200_000; i++) deep = [deep]
  expect(protocol.isJson(deep)).toBe(false)
  expect(protocol.jsonSchema.safeParse(deep).success).toBe(false)
  expect(protocol.isJson({ a: [null, true, 1.5, 'x', { b: [] }] })).toBe(true)
  for (const wrong of [undefined, Number.NaN, 1n, () => 1, [undefined], { a: Symbol('x') }]) {
    expect(protocol.isJson(wrong)).toBe(false)
  }
})

it('lists algorithms with schemas of their options', () => {
  const algorithms = protocol.algorithmInfos(ALGORITHMS)
  expect(protocol.algorithmListSchema.parse({ algorithms })).toEqual({ algorithms })
  expect(algorithms.map(({ name }) => name)).toContain('mcts')
})

it('makes problems that its own schema takes', () => {
  for (const code of protocol.PROBLEM_CODES) {
    const body = protocol.problemDetails(code, { detail: 'x', errors: [{ pointer: '/task', message: 'y' }] })
    expect(protocol.problemDetailsSchema.parse(body)).toEqual(body)
    expect(body.type).toBe(`urn:espalier:problem:${code}`)
  }
})

it('gives cursors that come back unbent or not at all', () => {
  const cursor = protocol.encodeCursor('srch_01hq3v5k2m0123456789abcdef')
  expect(protocol.decodeCursor(cursor)).toBe('srch_01hq3v5k2m0123456789abcdef')
  for (let i = 0; i < cursor.length; i++) {
    const bent = `${cursor.slice(0, i)}${cursor[i] === 'a' ? 'b' : 'a'}${cursor.slice(i + 1)}`
    expect(() => protocol.decodeCursor(bent)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }))
  }
})

import { describe, expect, it } from 'vitest'
import type { JsonSchema, SearchSpec } from '@espalier/protocol'
import { EMPTY_DRAFT, draftOf, parseField, problemFields, requestOf } from './draft.ts'

const countdown: JsonSchema = {
  type: 'object',
  properties: {
    numbers: { type: 'array', items: { type: 'integer' } },
    target: { type: 'integer', default: 24 },
  },
  required: ['numbers'],
}

describe('a draft', () => {
  it('becomes a request, with defaults left to the other side', () => {
    const draft = {
      ...EMPTY_DRAFT,
      task: 'countdown',
      problem: { numbers: '4 9, 10 13', target: '' },
      options: { c: '2', k: '' },
    }
    expect(requestOf(draft, countdown)).toEqual({
      request: {
        task: 'countdown',
        problem: { numbers: [4, 9, 10, 13] },
        algorithm: { name: 'mcts', options: { c: 2 } },
        budget: { trials: 200, value: 1 },
        seed: 0,
        concurrency: 1,
      },
      faults: [],
    })
  })

  it('says where its texts are no numbers', () => {
    const draft = {
      ...EMPTY_DRAFT,
      problem: { numbers: '4 nine', target: 'x' },
      options: { c: 'much' },
      budget: { ...EMPTY_DRAFT.budget, seconds: 'long' },
      seed: 'dice',
    }
    expect(requestOf(draft, countdown).faults.map(({ pointer }) => pointer)).toEqual([
      '/problem/numbers',
      '/problem/target',
      '/algorithm/options/c',
      '/budget/seconds',
      '/seed',
    ])
  })

  it('takes the words of an option as they are, where it has words', () => {
    const schemas = { backup: { type: 'string', enum: ['mean', 'max'] }, c: { type: 'number' } }
    const draft = { ...EMPTY_DRAFT, problem: { numbers: '4 6' }, options: { backup: 'max', c: '2', recommend: '' } }
    const { request, faults } = requestOf(draft, countdown, schemas)
    expect(request.algorithm?.options).toEqual({ backup: 'max', c: 2 })
    expect(faults).toEqual([])
  })

  it('asks for what is needed', () => {
    expect(requestOf(EMPTY_DRAFT, countdown).faults).toEqual([
      { pointer: '/problem/numbers', message: 'This is needed.' },
    ])
  })

  it('gives a search again', () => {
    const spec: SearchSpec = {
      name: 'again',
      task: 'countdown',
      problem: { numbers: [1, 3, 4, 6], target: 24 },
      model: 'uniform',
      algorithm: { name: 'beam', options: { width: 5 } },
      budget: { trials: 50, timeMs: 1500 },
      seed: 7,
      concurrency: 4,
    }
    expect(requestOf(draftOf(spec, countdown), countdown)).toEqual({ request: spec, faults: [] })
  })
})

describe('a field', () => {
  it.each<[string, JsonSchema, unknown]>([
    ['1 2;3', { type: 'array', items: { type: 'number' } }, { value: [1, 2, 3] }],
    [' 24 ', { type: 'integer' }, { value: 24 }],
    [' as it is ', { type: 'string' }, { value: ' as it is ' }],
    ['{"a":1}', {}, { value: { a: 1 } }],
    ['{', {}, { fault: 'This is no JSON.' }],
    ['ten', { type: 'integer' }, { fault: '“ten” is no number.' }],
  ])('%j', (text, schema, expected) => {
    expect(parseField(text, schema)).toEqual(expected)
  })

  it('is the whole problem where that is no object', () => {
    expect(problemFields({ type: 'string' })).toEqual([{ name: '', schema: { type: 'string' }, required: true }])
    expect(requestOf({ ...EMPTY_DRAFT, problem: { '': 'Why?' } }, { type: 'string' }).request.problem).toBe('Why?')
  })
})

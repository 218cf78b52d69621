import { describe, expect, it } from 'vitest'
import { countdownBackend } from '@espalier/tasks'
import { inProcessSandbox } from '@espalier/tasks/verify'
import { algorithmListSchema, modelListSchema, searchRequestSchema, taskListSchema } from '@espalier/protocol'
import { untrainedCheckpoint } from '../test/untrained-checkpoint.ts'
import { untrainedProsqa } from '@espalier/models'
import { catalogInfos } from './catalog-infos.ts'
import { createCatalog } from './catalog.ts'
import { fillRequest } from './fill-request.ts'
import { planOf } from './plan.ts'

const catalog = createCatalog()
const checkpoints = { countdown: untrainedCheckpoint(), prosqa: untrainedProsqa() }
const embedded = createCatalog({ checkpoints })
const four = { numbers: [4, 9, 10, 13] }

describe('a catalog', () => {
  it('has the embedded model first where there is a checkpoint, and one without weights anywhere', () => {
    expect(catalog.models.map(({ name }) => name)).toEqual(['uniform'])
    const names = ['countdown-1m', 'prosqa-latent', 'prosqa-token', 'prosqa-mixed', 'uniform']
    expect(embedded.models.map(({ name }) => name)).toEqual(names)
    const { countdown } = checkpoints
    expect(createCatalog({ checkpoints: { countdown } }).models.map(({ name }) => name)).toEqual([names[0], 'uniform'])
    expect(() => createCatalog({ checkpoints: { prosqa: countdown } })).toThrow(/not a checkpoint of the ProsQA model/)
    expect(() => createCatalog({ checkpoints: { countdown: new Uint8Array(9) } })).toThrow(
      /checkpoint|safetensors|header/i,
    )
  })

  it('describes itself in the words of the protocol, with examples that can be searched', () => {
    const { algorithms, models, tasks } = catalogInfos(embedded)
    expect(algorithmListSchema.parse({ algorithms }).algorithms.map(({ name }) => name)).toContain('mcts')
    expect(modelListSchema.parse({ models }).models.map(({ states }) => states)).toEqual([
      'text',
      'vectors',
      'text',
      'both',
      'text',
    ])
    expect(taskListSchema.parse({ tasks }).tasks[0]).toMatchObject({
      name: 'countdown',
      problem: { type: 'object', required: ['numbers'], additionalProperties: false },
    })
    const writer = { name: 'writer', complete: () => Promise.reject(new Error('not asked')) }
    const whole = createCatalog({ languageModels: [{ name: 'writer', writer }], sandbox: inProcessSandbox() })
    for (const { name, examples } of tasks) {
      for (const problem of examples) {
        const plan = planOf(fillRequest({ task: name, problem }, whole), whole)
        expect(plan.task.recognise(plan.task.describe(plan.problem).problem)).toEqual(plan.problem)
      }
    }
  })

  it('says of a task in words what it takes where no language model is there', () => {
    expect(() => fillRequest({ task: 'text', problem: { question: 'Why?' } }, catalog)).toThrow(
      expect.objectContaining({ code: 'NO_LANGUAGE_MODEL', pointer: '/task' }),
    )
    expect(() => fillRequest({ task: 'text', problem: { question: ' ' } }, catalog)).toThrow(
      expect.objectContaining({ code: 'INVALID_PROBLEM', pointer: '/problem/question' }),
    )
  })
})

describe('a request', () => {
  it('becomes a spec with every default, the problem included', () => {
    const spec = fillRequest({ task: 'countdown', problem: four }, embedded)
    expect(spec).toEqual({
      name: 'search',
      task: 'countdown',
      problem: { ...four, target: 24 },
      model: 'countdown-1m',
      algorithm: { name: 'mcts', options: {} },
      budget: { trials: 200, value: 1 },
      seed: 0,
      concurrency: 1,
    })
    expect(fillRequest(searchRequestSchema.parse(spec), embedded)).toEqual(spec)
    expect(planOf(spec, embedded).label).toBe('4 9 10 13 → 24')
  })

  it.each([
    [{ task: 'chess', problem: {} }, '/task', 'UNKNOWN_TASK'],
    [{ task: 'countdown', problem: {} }, '/problem/numbers', 'INVALID_PROBLEM'],
    [{ task: 'countdown', problem: { numbers: [4, -1] } }, '/problem/numbers/1', 'INVALID_PROBLEM'],
    [{ task: 'countdown', problem: { ...four, goal: 3 } }, '/problem', 'INVALID_PROBLEM'],
    [{ task: 'countdown', problem: four, model: 'gpt' }, '/model', 'UNKNOWN_MODEL'],
    [{ task: 'countdown', problem: four, algorithm: { name: 'dfs' } }, '/algorithm', 'INVALID_ALGORITHM'],
    [
      { task: 'countdown', problem: four, algorithm: { name: 'mcts', options: { c: -1 } } },
      '/algorithm',
      'INVALID_ALGORITHM',
    ],
  ])('is refused with its place: %o', (request, pointer, code) => {
    const make = () => planOf(fillRequest(request, catalog), catalog)
    expect(make).toThrow(expect.objectContaining({ pointer, code }))
  })

  it('is refused where the model works at other tasks, or none does', () => {
    const other = {
      name: 'poet',
      about: '',
      tasks: ['poem'],
      states: 'text',
      createExpand: catalog.models[0]!.createExpand,
    } as const
    const poets = { tasks: catalog.tasks, models: [other] }
    expect(() => fillRequest({ task: 'countdown', problem: four }, poets)).toThrow(/no model works at countdown/)
    const spec = fillRequest({ task: 'countdown', problem: four, model: 'poet' }, poets)
    expect(() => planOf(spec, poets)).toThrow(expect.objectContaining({ code: 'MODEL_TASK' }))
  })
})

it('reads every label of a task back at its state', () => {
  const task = catalog.tasks[0]!
  const problem = { ...four, target: 24 }
  const root = task.backend.root(problem)
  const label = '13 - 9 = 4 (left: 4 4 10)'
  const step = task.parse(root, label)
  expect(task.backend.label(step)).toBe(label)
  expect(task.parse(root, '1 + 1 = 2 (left: 2)')).toBeNull()
  expect(countdownBackend().label(step as never)).toBe(label)
  expect(task.recognise(task.describe(problem).problem)).toEqual(problem)
  for (const foreign of [null, 3, 'countdown', [], { task: 'poem' }, problem]) {
    expect(task.recognise(foreign)).toBeNull()
  }
})

import { createPreset, maxTrials, runSearchSync, type Trial } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { type GraphBackendOptions, graphBackend, type GraphState, graphStep, type GraphStep } from './backend.ts'
import { generateGraphs } from './generate.ts'
import { childrenOf, type GraphQuestion } from './question.ts'
import { formatQuestion } from './question-text.ts'
import { processOf } from './score.ts'
import { graphTextTask, parseGraphStep } from './text-task.ts'

/** Tom (0) is a 1 and a 2, and both are a 3; 4, which Eva (5) is, is the other option. Nothing is said of 6. */
const question: GraphQuestion = {
  symbols: ['Tom', 'lempus', 'zumpus', 'impus', 'scrompus', 'Eva', 'gerpus'],
  edges: [
    [0, 1],
    [1, 3],
    [0, 2],
    [2, 3],
    [5, 4],
    [2, 6],
  ],
  root: 0,
  options: [4, 3],
}

const walk = (path: readonly number[], options: GraphBackendOptions = {}): GraphState => {
  const backend = graphBackend(options)
  return path.reduce((state, to) => backend.extend(state, graphStep(state, to)), backend.root(question))
}

const faultOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (isTaskError(error)) return { code: error.code, where: error.details.where }
  }
  return null
}

/** Every step that a state allows, as children in equal parts; worth one at an answer. */
const expandWith =
  (options: GraphBackendOptions) =>
  ({ state, evaluate, want, existing }: Trial<GraphState>) => {
    const backend = graphBackend(options)
    const nodes = options.masked ? childrenOf(state.question)[state.path.at(-1)!]! : [...state.question.symbols.keys()]
    const fresh = nodes.map((to) => graphStep(state, to)).filter((step) => !existing.includes(backend.label(step)))
    const value = backend.isTerminal(state) ? (backend.answer(state) === null ? 0 : 1) : 0.5
    return {
      value: evaluate ? value : null,
      proposals: fresh.slice(0, want).map((step) => ({ step, prior: 1 / nodes.length })),
      usage: { calls: 1, promptTokens: 0, completionTokens: 0 },
      ...(fresh.length <= want ? { exhausted: true } : {}),
    }
  }

describe('graphBackend', () => {
  it('goes to any node, and answers at an option that statements lead to', () => {
    const backend = graphBackend()
    const proven = walk([2, 3])
    expect([backend.isTerminal(proven), backend.answer(proven)]).toEqual([true, 'Tom is a impus.'])
    for (const path of [[3], [1, 4], [4], [6, 3], [5, 4], [0, 1, 3]]) {
      const state = walk(path)
      expect([backend.isTerminal(state), backend.answer(state)], String(path)).toEqual([true, null])
    }
    for (const path of [[], [1], [6], [2, 5], [0, 0]]) {
      const state = walk(path)
      expect([backend.isTerminal(state), backend.answer(state)], String(path)).toEqual([false, null])
    }
  })

  it('says a step in the words of the question', () => {
    const backend = graphBackend()
    expect(backend.label(graphStep(walk([]), 1))).toBe('Tom is a lempus.')
    expect(backend.label(graphStep(walk([1]), 0))).toBe('Every lempus is a Tom.')
  })

  it('ends after as many steps as it may take, and where nothing follows if steps are masked', () => {
    expect(graphBackend({ maxSteps: 2 }).isTerminal(walk([1, 2]))).toBe(true)
    expect(graphBackend().isTerminal(walk(Array<number>(11).fill(1)))).toBe(false)
    expect(graphBackend().isTerminal(walk(Array<number>(12).fill(1)))).toBe(true)
    expect(graphBackend({ masked: true }).isTerminal(walk([2, 6], { masked: true }))).toBe(true)
    expect(graphBackend({ masked: true }).isTerminal(walk([2], { masked: true }))).toBe(false)
  })

  it('refuses what is no step of a path', () => {
    const free = graphBackend()
    const masked = graphBackend({ masked: true })
    const start = walk([])
    const wrong: readonly GraphStep[] = [
      { from: 1, to: 3, statement: 'Every lempus is a impus.' },
      { from: 0, to: 9, statement: 'Tom is a lempus.' },
      { from: 0, to: 1, statement: 'Tom is a zumpus.' },
    ]
    for (const step of wrong)
      expect(faultOf(() => free.extend(start, step))).toEqual({ code: 'ILLEGAL_STEP', where: 'step 1' })
    expect(faultOf(() => masked.extend(start, graphStep(start, 3)))?.code).toBe('ILLEGAL_STEP')
    const end = walk([1, 3])
    expect(faultOf(() => free.extend(end, graphStep(end, 1)))).toEqual({ code: 'ILLEGAL_STEP', where: 'step 3' })
    for (const maxSteps of [0, 256, 1.5])
      expect(faultOf(() => graphBackend({ maxSteps }))).toEqual({ code: 'INVALID_OPTIONS', where: 'maxSteps' })
    expect(faultOf(() => free.root({ ...question, root: 3 }))?.code).toBe('INVALID_QUESTION')
  })

  it('takes paths with one end for the same state only where each of them holds', () => {
    const key = (path: readonly number[], masked: boolean) => graphBackend({ masked }).key!(walk(path, { masked }))
    expect(key([1, 3], true)).toBe(key([2, 3], true))
    // The second of these does not hold, and would hide that the first does.
    expect(key([1, 3], false)).not.toBe(key([6, 3], false))
  })

  it.each([0, 1])('lets a search prove the target along statements, with states merged or not (%i)', (graph) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const record = generateGraphs('small', 1, seed)[0]!
        const { answer } = runSearchSync({
          problem: record.question,
          backend: graphBackend({ masked: true }),
          algorithm: createPreset('mcts', { children: 8, c: 1, graph }),
          expand: expandWith({ masked: true }),
          stop: maxTrials(400),
          describe: (problem) => ({ problem: { text: formatQuestion(problem) }, label: 'graph' }),
        })
        expect(processOf(record, answer!)).toBe('correct-label')
      }),
      { numRuns: 20 },
    )
  })

  it('leaves a search over any nodes little hope: nothing is said of a path before its end', () => {
    const records = generateGraphs('official', 20, 4)
    const answers = records.map((record, seed) => {
      const result = runSearchSync({
        problem: record.question,
        backend: graphBackend(),
        algorithm: createPreset('mcts', { children: 32, c: 1 }),
        expand: expandWith({}),
        stop: maxTrials(40),
        seed,
        describe: (problem) => ({ problem: { text: formatQuestion(problem) }, label: 'graph' }),
      })
      return result.answer
    })
    expect(answers.filter((answer) => answer !== null)).toEqual([])
  })
})

describe('graphTextTask', () => {
  it('shows the question and the statements used', () => {
    const task = graphTextTask()
    expect(task.prompt(walk([]))).toBe(`${formatQuestion(question)}\n`)
    expect(task.prompt(walk([1, 5]))).toBe(`${formatQuestion(question)}\nTom is a lempus. Every lempus is a Eva. `)
  })

  it('reads back any step that it says, so that labels rebuild a path', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (seed, picks) => {
        const drawn = generateGraphs('tiny', 1, seed)[0]!.question
        const { backend, parse, key } = graphTextTask()
        let state = backend.root(drawn)
        for (const pick of picks) {
          if (backend.isTerminal(state)) break
          const step = graphStep(state, pick % drawn.symbols.length)
          expect(parse(state, backend.label(step))).toEqual({ ok: true, step })
          expect(key(step)).toBe(String(pick % drawn.symbols.length))
          state = backend.extend(state, step)
        }
      }),
    )
  })

  it('says why a text is no step', () => {
    const reasonOf = (text: string, masked = false) => {
      const parsed = graphTextTask({ masked }).parse(walk([1]), text)
      return parsed.ok ? parsed.step.to : parsed.reason
    }
    expect(reasonOf('Every lempus is an impus')).toBe(3)
    expect(reasonOf('Every lempus is a zumpus.')).toBe(2)
    expect(reasonOf('Every lempus is a zumpus.', true)).toBe('no-statement')
    expect(reasonOf('Every lempus is a impus.', true)).toBe(3)
    expect(reasonOf('Tom is a zumpus.')).toBe('wrong-start')
    expect(reasonOf('Every lempus is a dumpus.')).toBe('unknown-name')
    expect(reasonOf('impus')).toBe('syntax')
    expect(parseGraphStep(walk([1]), 'Every lempus is a zumpus.').ok).toBe(true)
  })
})

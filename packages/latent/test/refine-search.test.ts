import { createPreset, foldEvents, maxTrials, resumeSearch, streamSearch, type SearchEvent } from '@espalier/core'
import { formatQuestion } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import { parseLabel, REFINE_METHODS, thoughtInspector, type RefineSetting, type ThoughtState } from '../src/index.ts'
import { questions, smallWorld } from './small-model.ts'

const problem = questions[0]!
type State = ThoughtState<typeof problem>

function world(setting: Omit<RefineSetting, 'operator'>) {
  const { model, task, backend, pool, expand } = smallWorld({ operators: [{ operator: 'refine', ...setting }] })
  const describeProblem = () => ({ problem: { question: formatQuestion(problem) }, label: 'question' })
  const parse = (state: State, label: string) => parseLabel(task, state, label)
  const algorithm = createPreset('mcts', { children: 2, expandAfter: 0 })
  const options = { problem, backend, algorithm, expand, seed: 9, describe: describeProblem, parse }
  return { model, task, backend, pool, options }
}

async function run(options: Parameters<typeof streamSearch>[0] | ReturnType<typeof world>['options'], more = {}) {
  const events: SearchEvent[] = []
  const all = { ...options, ...more, stop: maxTrials(25) } as Parameters<typeof streamSearch>[0]
  for await (const { event } of streamSearch(all)) events.push(event)
  return events
}

describe('a search whose steps are refined', () => {
  it.each(REFINE_METHODS)(
    'by %s: pays for every vector that was tried, and labels say how to make it again',
    async (method) => {
      const { task, backend, pool, model, options } = world({ method, evaluations: 5 })
      const events = await run(options)
      const { tree, usage } = foldEvents(events)
      const thoughts = events.filter((event) => event.type === 'trial-end' && event.usage !== undefined).length
      const states: State[] = [backend.root(problem)]
      for (let node = 1; node < tree.size; node++) {
        expect(tree.label(node)).toMatch(new RegExp(` \\[refine ${method} head 5 \\d+\\]$`))
        const parent = states[tree.parent(node)]!
        states.push(backend.extend(parent, parseLabel(task, parent, tree.label(node))!))
      }
      expect(tree.size).toBeGreaterThan(5)
      const costs = events.flatMap((event) => (event.type === 'trial-end' ? (event.usage?.calls ?? 0) : []))
      expect(usage.calls).toBe(costs.reduce((sum, cost) => sum + cost, 0))
      expect(usage.calls).toBeGreaterThan(5 * (tree.size - 1))
      expect(usage.calls).toBeLessThanOrEqual(5 * (tree.size - 1) + thoughts)

      // From labels alone, in another pool: the same vectors, and they read as their labels say.
      const looked = thoughtInspector(model, task, pool)
      const fresh = world({ method })
      const again = await fresh.pool.thoughtsOf(states.slice(1))
      const first = await looked.hidden(states.slice(1))
      for (const [i, { hidden }] of again.entries()) expect([...hidden]).toEqual([...first[i]!])
      const { step } = await looked.look(states[1]!, 1)
      const { seed, symbol } = states[1]!.step as { seed: number; symbol: number }
      expect(step).toEqual({
        operator: 'refine',
        symbol: task.word(problem, symbol),
        parameters: { method, by: 'head', evaluations: 5, seed },
      })
    },
  )

  it('goes on from its log to the same log', async () => {
    const whole = await run(world({}).options)
    for (const share of [0.3, 0.6]) {
      let length = Math.floor(whole.length * share)
      while (whole[length - 1]!.type === 'node-add') length--
      const { options } = world({})
      const resume = resumeSearch(options, whole.slice(0, length))
      expect([...whole.slice(0, resume.kept), ...(await run(options, { resume }))]).toEqual(whole)
    }
  })

  it('refuses what cannot be refined', () => {
    for (const evaluations of [1, 2.5, 2000]) expect(() => world({ evaluations })).toThrow('operators[0].evaluations')
  })
})

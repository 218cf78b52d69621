import { describe, expect, it } from 'vitest'
import { heldOutGraphs, formatQuestion } from '@espalier/tasks'
import { untrainedProsqa } from '@espalier/models'
import { createCatalog } from '../catalog.ts'
import { fillRequest } from '../fill-request.ts'
import { planOf } from '../plan.ts'
import { prosqaTask } from './prosqa-task.ts'

const catalog = createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })
const task = prosqaTask()
const text = 'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Is Tom a zumpus or scrompus?'

/** A chain of concepts with so many names. */
function chain(names: number): string {
  const concepts = Array.from({ length: names - 1 }, (_, i) => `c${i}`)
  const statements = concepts.slice(1).map((name, i) => `Every ${concepts[i]!} is a ${name}.`)
  return ['Tom is a c0.', ...statements, `Is Tom a ${concepts.at(-1)!} or ${concepts.at(-2)!}?`].join(' ')
}

describe('graph questions in a catalog', () => {
  it('are asked in the official wording, of the embedded model in thoughts by default', () => {
    const spec = fillRequest({ task: 'prosqa', problem: { question: text } }, catalog)
    expect(spec).toMatchObject({ task: 'prosqa', model: 'prosqa-latent', problem: { question: text } })
    expect(planOf(spec, catalog).label).toBe('Is Tom a zumpus or scrompus? (3 statements)')
    expect(fillRequest({ task: 'prosqa', problem: { question: text } }, createCatalog()).model).toBe('uniform')
  })

  it.each([
    [{}, '/problem/question', /expected string/],
    [{ question: 7 }, '/problem/question', /expected string/],
    [{ question: '' }, '/problem/question', /./],
    [{ question: text, hint: 'zumpus' }, '/problem', /hint/],
    [{ question: 'Is it?' }, '/problem/question', /Not a question about a graph/],
    [{ question: text.replace('Tom is a lempus', 'Tom was a lempus') }, '/problem/question', /statement 2/],
    [{ question: text.replaceAll('Tom', 'tom') }, '/problem/question', /statement 2/],
    [{ question: 'Every a is a b. Every b is a a. Tom is a a. Is Tom a a or b?' }, '/problem/question', /circle/],
    [{ question: chain(65) }, '/problem/question', /got 65 names, expected at most 64/],
    [{ question: 'x'.repeat(200_001) }, '/problem/question', /200001 characters/],
  ])('are refused with their place: %#', (problem, pointer, message) => {
    const make = () => fillRequest({ task: 'prosqa', problem }, catalog)
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_PROBLEM', pointer }))
    expect(make).toThrow(message)
  })

  it('have as many statements as fit beside a line of thought', () => {
    const layers = [8, 28, 28].map((size, layer) => Array.from({ length: size }, (_, i) => `l${layer}x${i}`))
    const all = layers
      .slice(1)
      .flatMap((layer, i) => layers[i]!.flatMap((from) => layer.map((to) => `Every ${from} is a ${to}.`)))
    const ask = (count: number) => {
      // The last statements first: they name the options.
      const statements = ['Tom is a l0x0.', ...all.slice(1 - count)]
      return fillRequest(
        { task: 'prosqa', problem: { question: `${statements.join(' ')} Is Tom a l2x26 or l2x27?` } },
        catalog,
      )
    }
    expect(() => ask(480)).not.toThrow()
    expect(() => ask(481)).toThrow('got 481 statements, expected at most 480')
  })

  it('64 names are read, and the examples are questions that no held-out set has', () => {
    expect(() => fillRequest({ task: 'prosqa', problem: { question: chain(64) } }, catalog)).not.toThrow()
    const heldOut = new Set(heldOutGraphs('official', 1000).map(({ question }) => formatQuestion(question)))
    const lengths = task.examples.map((example) => {
      const { question } = example as { readonly question: string }
      expect(heldOut.has(question)).toBe(false)
      return question.length
    })
    expect(lengths).toHaveLength(3)
    expect(lengths.toSorted((a, b) => a - b)).toEqual(lengths)
  })

  it('are recognised in logs, with their labels', () => {
    const logged = task.describe({ question: text }).problem
    expect(task.recognise(logged)).toEqual({ question: text })
    for (const foreign of [null, 3, 'prosqa', [], { task: 'prosqa' }, { task: 'prosqa', question: 'Is it?' }])
      expect(task.recognise(foreign as never)).toBeNull()
    const root = task.backend.root({ question: text })
    for (const label of ['Tom is a lempus.', 'Tom is a lempus. [steer 0.5]', 'Tom is a scrompus. [identity]'])
      expect(task.backend.label(task.parse(root, label))).toBe(label)
    for (const label of ['Every lempus is a zumpus.', 'Tom is a lempus. [steer 3]', 'Tom is a wumpus.'])
      expect(task.parse(root, label)).toBeNull()
  })

  it('are answered where the path is proven', () => {
    const lineOf = (...labels: readonly string[]) =>
      labels.reduce<unknown>(
        (state, label) => task.backend.extend(state, task.parse(state, label)),
        task.backend.root({ question: text }),
      )
    const proven = lineOf('Tom is a lempus. [steer 0.5]', 'Every lempus is a zumpus.')
    expect([task.backend.isTerminal(proven), task.backend.answer(proven)]).toEqual([true, 'Tom is a zumpus.'])
    const claimed = lineOf('Tom is a scrompus.')
    expect([task.backend.isTerminal(claimed), task.backend.answer(claimed)]).toEqual([true, null])
  })
})

import { portableExp } from '@espalier/core'
import { expect, it } from 'vitest'
import { questions, smallWorld } from '../test/small-model.ts'
import { placeStep } from './thought-backend.ts'
import { thoughtInspector } from './thought-inspector.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtStep } from './thought-step.ts'

const { model, task, backend, pool } = smallWorld()
const question = questions[0]!
type State = ThoughtState<typeof question>

const after = (state: State, step: ThoughtStep): State => backend.extend(state, placeStep(task, state, step))

it('shows what a thought reads as, how it came about and what it is worth', async () => {
  const inspector = thoughtInspector(model, task, pool)
  const root = backend.root(question)
  const step: ThoughtStep = { operator: 'steer', symbol: 2, strength: 0.5 }
  const state = after(root, step)
  const [held] = await pool.thoughtsOf([state])
  const look = await inspector.look(state, 3)
  expect(look.step).toEqual({ operator: 'steer', symbol: question.symbols[2], parameters: { strength: 0.5 } })
  expect(look.at).toBeNull()
  expect(look.readOut.length).toBeLessThanOrEqual(3)
  for (const { symbol, probability } of look.readOut) {
    const node = question.symbols.indexOf(symbol)
    expect(probability).toBe(portableExp(held!.readOut[node]!))
  }
  const shares = look.readOut.map(({ probability }) => probability)
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
  expect(look.values.head).toBe(model.value!([held!.hidden])[0])
  const mass = question.options.reduce((sum, option) => sum + portableExp(held!.readOut[option]!), 0)
  expect(look.values.implicit).toBeCloseTo(mass, 12)
  expect((await inspector.look(root, 1)).step).toBeNull()
})

it('places thoughts on a map where a model has one', async () => {
  const map = { name: 'first two', project: (hidden: Float32Array) => [hidden[0]!, hidden[1]!] as const }
  const inspector = thoughtInspector(model, task, pool, map)
  const root = backend.root(question)
  const [hidden] = await inspector.hidden([root])
  expect((await inspector.look(root, 1)).at).toEqual([hidden![0], hidden![1]])
})

it('makes thoughts again to the same bits, whatever the pool has forgotten', async () => {
  const root = backend.root(question)
  const inspector = thoughtInspector(model, task, pool)
  const state = after(after(root, { operator: 'gaussian', symbol: 1, sigma: 0.5, seed: 7 }), {
    operator: 'identity',
    symbol: 3,
  })
  const before = await inspector.look(state, 5)
  pool.dispose()
  expect(await inspector.look(state, 5)).toEqual(before)
})

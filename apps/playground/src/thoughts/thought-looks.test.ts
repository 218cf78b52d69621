import { expect, it } from 'vitest'
import type { ThoughtDetail } from '@espalier/protocol'
import { createThoughtLooks } from './thought-looks.ts'

const detail = (node: number): ThoughtDetail => ({
  node,
  events: 9,
  readOut: [],
  entropy: 0,
  step: null,
  values: { head: null, implicit: 0 },
  at: null,
  nearest: [],
  conclusion: null,
})

/** Answers when it is told to. */
function asked() {
  const nodes: number[] = []
  const answers: (() => void)[] = []
  const looks = createThoughtLooks((node) => {
    nodes.push(node)
    return new Promise((resolve) => answers.push(() => resolve(detail(node))))
  })
  return { nodes, answer: () => answers.shift()!(), looks }
}

it('asks for one thought at a time, and of those that wait for the last only', async () => {
  const { nodes, answer, looks } = asked()
  const first = looks.look(1, true)
  const passed = looks.look(2, true)
  const last = looks.look(3, true)
  await expect(passed).rejects.toThrow('another thought')
  expect(nodes).toEqual([1])
  answer()
  expect((await first).node).toBe(1)
  expect(nodes).toEqual([1, 3])
  answer()
  expect((await last).node).toBe(3)
})

it('remembers what it saw, until the search has ended', async () => {
  const { nodes, answer, looks } = asked()
  const early = looks.look(1, false)
  answer()
  await early
  await looks.look(1, false)
  expect(nodes).toEqual([1])
  const final = looks.look(1, true)
  answer()
  await final
  await looks.look(1, true)
  await looks.look(1, false)
  expect(nodes).toEqual([1, 1])
})

it('goes on after a failure', async () => {
  let fails = true
  const looks = createThoughtLooks((node) =>
    fails ? Promise.reject(new Error('gone')) : Promise.resolve(detail(node)),
  )
  await expect(looks.look(1, true)).rejects.toThrow('gone')
  fails = false
  expect((await looks.look(1, true)).node).toBe(1)
})

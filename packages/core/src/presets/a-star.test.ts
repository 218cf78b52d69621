import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSearch } from '../search/search.ts'
import { aStar } from './best-first.ts'

/** A graph of letters with the costs of its edges; the goal is z. */
type Graph = Readonly<Record<string, Readonly<Record<string, number>>>>

const GRAPH: Graph = {
  s: { a: 1, b: 4 },
  a: { b: 2, c: 5, z: 12 },
  b: { c: 2 },
  c: { z: 3 },
}

/** Least cost from each letter to z: an estimate that never promises too little. */
const LEAST: Readonly<Record<string, number>> = { s: 8, a: 7, b: 5, c: 3, z: 0 }

function solve(graph: Graph, estimate: (letter: string) => number) {
  const search = createSearch<string, string, string>({
    problem: 's',
    backend: {
      name: 'graph',
      root: (start) => start,
      extend: (path, step) => path + step,
      isTerminal: (path) => path.endsWith('z'),
      answer: (path) => (path.endsWith('z') ? path : null),
      label: (step) => step,
    },
    algorithm: aStar({ children: 9, stepCost: 0 }),
    valueRange: { min: -1e6, max: 0 },
  })
  let trials = 0
  for (let trial = search.ask(); trial !== null; trial = search.ask()) {
    trials++
    const last = trial.state.at(-1)!
    const before = trial.state.at(-2)
    search.tell(trial.id, {
      value: trial.evaluate ? -estimate(last) : null,
      proposals: trial.want === 0 ? [] : Object.keys(graph[last] ?? {}).map((step) => ({ step, prior: 1 })),
      ...(trial.evaluate && before !== undefined ? { reward: -graph[before]![last]! } : {}),
      ...(trial.want === 0 ? {} : { exhausted: true }),
    })
  }
  return { answer: search.state(search.recommend()), trials }
}

it('finds the cheapest way, and stops there', () => {
  expect(solve(GRAPH, (letter) => LEAST[letter]!).answer).toBe('sabcz')
  expect(solve(GRAPH, () => 0).answer).toBe('sabcz')
  expect(solve(GRAPH, (letter) => LEAST[letter]!).trials).toBeLessThan(solve(GRAPH, () => 0).trials)
})

it('finds the cheapest way in any layered graph, with an estimate that never promises too little', () => {
  const cost = fc.integer({ min: 1, max: 9 })
  fc.assert(
    fc.property(
      fc.array(cost, { minLength: 15, maxLength: 15 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (c, part) => {
        const graph: Graph = {
          s: { a: c[0]!, b: c[1]!, c: c[2]! },
          a: { d: c[3]!, e: c[4]!, z: c[5]! + 9 },
          b: { d: c[6]!, e: c[7]! },
          c: { e: c[8]!, d: c[9]! },
          d: { z: c[10]!, e: c[11]! },
          e: { z: c[12]! },
        }
        const least = (letter: string): number =>
          letter === 'z' ? 0 : Math.min(...Object.entries(graph[letter]!).map(([to, price]) => price + least(to)))
        const { answer } = solve(graph, (letter) => part * least(letter))
        const price = [...answer].slice(1).reduce((sum, to, i) => sum + graph[answer[i]!]![to]!, 0)
        expect(price).toBe(least('s'))
      },
    ),
  )
})

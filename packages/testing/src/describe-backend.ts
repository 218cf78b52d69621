import type { StateBackend } from '@espalier/core'
import { describe, expect, it } from 'vitest'

export interface BackendSuiteOptions<Problem, State, Step> {
  readonly backend: StateBackend<Problem, State, Step>
  readonly problems: readonly Problem[]
  /** Some legal steps of a state; none where it is finished. */
  readonly steps: (state: State) => readonly Step[]
  /** Steps that must be refused: `extend` throws for them. */
  readonly illegal?: (state: State) => readonly Step[]
  /** How two states are told apart. Default: as vitest's `toEqual` does. */
  readonly same?: (a: State, b: State) => boolean
  /** Whether states hold answers that can be gone on from: drafts. Default: only finished ones do. */
  readonly drafts?: boolean
  /** States to look at per problem. Default 200. */
  readonly most?: number
  /** No line of reasoning is longer than this. Default 64. */
  readonly maxDepth?: number
}

/** What every backend must do: be pure, finish, speak in single lines, and answer only at the end. */
export function describeBackend<Problem, State, Step>(
  name: string,
  options: BackendSuiteOptions<Problem, State, Step>,
): void {
  const { backend, problems, steps, most = 200, maxDepth = 64 } = options
  const expectSame = (a: State, b: State): void =>
    options.same === undefined ? expect(a).toEqual(b) : expect(options.same(a, b)).toBe(true)

  /** States reachable from a problem, nearest first, with the steps that led there. */
  function reachable(problem: Problem): readonly { readonly state: State; readonly path: readonly Step[] }[] {
    const found: { readonly state: State; readonly path: readonly Step[] }[] = [
      { state: backend.root(problem), path: [] },
    ]
    for (let i = 0; i < found.length && found.length < most; i++) {
      const { state, path } = found[i]!
      for (const step of steps(state)) found.push({ state: backend.extend(state, step), path: [...path, step] })
    }
    return found
  }

  describe(`backend ${name}`, () => {
    it('has a name and problems to show itself on', () => {
      expect(backend.name).toMatch(/^[a-z0-9-]+$/)
      expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems) expect(reachable(problem).length).toBeGreaterThan(1)
    })

    it('comes to the same state by the same steps, and changes none on the way', () => {
      for (const problem of problems) {
        for (const { state, path } of reachable(problem)) {
          expectSame(
            path.reduce((at, step) => backend.extend(at, step), backend.root(problem)),
            state,
          )
          const before = structuredClone({ state })
          for (const step of steps(state)) backend.extend(state, step)
          backend.isTerminal(state)
          backend.answer(state)
          expect(structuredClone({ state })).toEqual(before)
        }
      }
    })

    it('says a step in one line of text, and says different steps of a state differently', () => {
      for (const problem of problems) {
        for (const { state } of reachable(problem)) {
          const labels = steps(state).map((step) => backend.label(step))
          for (const label of labels) expect(label).toMatch(/^[^\n\r]+$/)
          expect(new Set(labels).size).toBe(labels.length)
        }
      }
    })

    it('finishes: a finished state has no steps and stays finished', () => {
      for (const problem of problems) {
        for (const { state } of reachable(problem)) {
          expect(backend.isTerminal(state)).toBe(backend.isTerminal(state))
          if (backend.isTerminal(state)) expect(steps(state)).toEqual([])
        }
        let state = backend.root(problem)
        let depth = 0
        for (let next = steps(state); next.length > 0; next = steps(state)) {
          state = backend.extend(state, next[depth % next.length]!)
          expect(++depth).toBeLessThanOrEqual(maxDepth)
        }
      }
    })

    it('answers at the end alone unless it has drafts, in text that does not change', () => {
      for (const problem of problems) {
        for (const { state } of reachable(problem)) {
          const answer = backend.answer(state)
          if (options.drafts !== true && !backend.isTerminal(state)) expect(answer).toBeNull()
          if (answer !== null) expect(typeof answer).toBe('string')
          expect(backend.answer(state)).toBe(answer)
        }
      }
    })

    it('gives one key to states that can be gone on from in the same ways only, if it gives any', () => {
      for (const problem of problems) {
        const known = new Map<string, string>()
        for (const { state } of reachable(problem)) {
          const key = backend.key?.(state)
          if (key === undefined) continue
          const future = JSON.stringify([
            backend.isTerminal(state),
            steps(state)
              .map((step) => backend.label(step))
              .sort(),
          ])
          expect(known.get(key) ?? future).toBe(future)
          known.set(key, future)
        }
      }
    })

    it('refuses steps that are not allowed', () => {
      for (const problem of problems) {
        for (const { state } of reachable(problem))
          for (const step of options.illegal?.(state) ?? []) expect(() => backend.extend(state, step)).toThrow()
      }
    })
  })
}

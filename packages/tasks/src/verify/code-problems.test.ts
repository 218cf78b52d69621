import { afterAll, describe, expect, it } from 'vitest'
import { inProcessSandbox } from '../sandbox/same-thread.ts'
import { CODE_PROBLEMS } from './code-problems.ts'
import { runCodeTests } from './code-tests.ts'

const sandbox = inProcessSandbox()
afterAll(() => sandbox.close())

/** A right program for each problem, and one that somebody might write first. */
const PROGRAMS: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
  second: [
    'const second = (n) => [...new Set(n)].sort((a, b) => b - a)[1] ?? null',
    'const second = (n) => n.sort((a, b) => b - a)[1] ?? null',
  ],
  isBalanced: [
    `function isBalanced(text) {
      const open = []
      for (const c of text) {
        if ('([{'.includes(c)) open.push(c)
        else if (')]}'.includes(c) && open.pop() !== '([{'[')]}'.indexOf(c)]) return false
      }
      return open.length === 0
    }`,
    `const isBalanced = (text) => text.split('(').length === text.split(')').length`,
  ],
  runs: [
    `const runs = (text) => text.replace(/(.)\\1*/g, (run) => run[0] + run.length)`,
    `const runs = (text) => [...new Set(text)].map((c) => c + text.split(c).length).join('')`,
  ],
  merge: [
    `function merge(all) {
      const merged = []
      for (const [from, to] of [...all].sort((a, b) => a[0] - b[0])) {
        const last = merged.at(-1)
        if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
        else merged.push([from, to])
      }
      return merged
    }`,
    'const merge = (all) => all',
  ],
  roman: [
    `function roman(n) {
      const table = { M: 1000, CM: 900, D: 500, CD: 400, C: 100, XC: 90, L: 50, XL: 40, X: 10, IX: 9, V: 5, IV: 4, I: 1 }
      let text = ''
      for (const [sign, value] of Object.entries(table)) while (n >= value) { text += sign; n -= value }
      return text
    }`,
    `const roman = (n) => 'I'.repeat(n)`,
  ],
  distance: [
    `function distance(a, b) {
      let row = Array.from({ length: b.length + 1 }, (_, j) => j)
      for (let i = 1; i <= a.length; i++) {
        const next = [i]
        for (let j = 1; j <= b.length; j++)
          next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
        row = next
      }
      return row[b.length]
    }`,
    `const distance = (a, b) => Math.abs(a.length - b.length)`,
  ],
}

describe('the code problems', () => {
  it.each(CODE_PROBLEMS.map((problem) => [problem.name, problem] as const))(
    '%s has a solution, and tests that tell',
    async (name, problem) => {
      const [right, wrong] = PROGRAMS[name]!
      expect((await runCodeTests(sandbox, problem, right)).share).toBe(1)
      const { share } = await runCodeTests(sandbox, problem, wrong)
      expect(share).toBeLessThan(1)
      expect(problem.description.startsWith(`${name}(`)).toBe(true)
    },
  )
})

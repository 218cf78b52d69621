import { expect, it } from 'vitest'
import { drawsOf } from '../random.ts'
import { drawStudent } from './draw-from.ts'
import { DEFAULT_GAUSSIAN, studentPosterior, type Evidence } from './posterior.ts'
import { studentBorders, studentTail } from './student-tail.ts'
import { ThompsonChoice, drawInStratum } from './thompson.ts'

it('has the posterior that Murphy 2023, §3.4.3.3, gives, worked out by hand', () => {
  // Values 0.6 and 1.0: average 0.8, spread 0.08. Weight 3, degrees 3, mean 1.6 / 3.
  // Scatter 0.1 + 0.08 + 2 / 3 * 0.64 = 0.606667; variance 0.202222; scale sqrt(0.202222 / 3).
  const out = { mean: 0, scale: 0, degrees: 0 }
  studentPosterior(DEFAULT_GAUSSIAN, { count: 2, sum: 1.6, squares: 1.36, pending: 0 }, out)
  expect(out.mean).toBeCloseTo(1.6 / 3, 12)
  expect(out.scale).toBeCloseTo(Math.sqrt(0.606666667 / 9), 9)
  expect(out.degrees).toBe(3)
  // Nothing seen: the prior. One in flight: surer, and no better.
  expect(studentPosterior(DEFAULT_GAUSSIAN, { count: 0, sum: 0, squares: 0, pending: 0 }, out)).toEqual({
    mean: 0,
    scale: Math.sqrt(0.1),
    degrees: 1,
  })
  studentPosterior(DEFAULT_GAUSSIAN, { count: 2, sum: 1.6, squares: 1.36, pending: 1 }, out)
  expect(out).toEqual({ mean: 1.6 / 3, scale: expect.closeTo(Math.sqrt(0.606666667 / 16), 9) as number, degrees: 4 })
})

it('draws Student inside its strata as Student is distributed', () => {
  const N = 30_000
  for (const degrees of [1, 2, 7, 40]) {
    const borders = studentBorders(degrees)
    const draw = drawsOf(5, degrees)
    const counts = new Map<number, number>()
    const xs = [-1, 0, 0.4, 1.3, 2.5, 6]
    for (let i = 0; i < N; i++) {
      const t = drawInStratum(draw, degrees, Math.clz32(draw() * 4294967296), borders)
      for (const x of xs) if (t > x) counts.set(x, (counts.get(x) ?? 0) + 1)
    }
    for (const x of xs) {
      const p = x < 0 ? 1 - studentTail(degrees, -x) : studentTail(degrees, x)
      expect(Math.abs((counts.get(x) ?? 0) / N - p), `t${degrees} > ${x}`).toBeLessThan(
        4 * Math.sqrt((p * (1 - p)) / N),
      )
    }
  }
})

it('chooses among many arms as the plain way does, with a fraction of its draws', () => {
  const ARMS = 60
  const ROUNDS = 30_000
  // A few good arms, seen often or once, among many poor ones.
  const arms = Array.from({ length: ARMS }, (_, i): Evidence => {
    const count = i % 5 === 0 ? 3 : 1
    const value = i < 3 ? 0.9 - i * 0.1 : (i % 7) / 10
    return {
      count,
      sum: count * value,
      squares: count * value * value + (count - 1) * 0.01,
      pending: i % 9 === 0 ? 1 : 0,
    }
  })
  const out = { mean: 0, scale: 0, degrees: 0 }
  const plain = new Float64Array(ARMS)
  const quick = new Float64Array(ARMS)
  const choice = new ThompsonChoice(DEFAULT_GAUSSIAN)
  const [drawPlain, drawQuick] = [drawsOf(1, 0), drawsOf(2, 0)]
  let made = 0
  for (let round = 0; round < ROUNDS; round++) {
    let [best, highest] = [-1, Number.NEGATIVE_INFINITY]
    for (const [i, arm] of arms.entries()) {
      const { mean, scale, degrees } = studentPosterior(DEFAULT_GAUSSIAN, arm, out)
      const x = mean + scale * drawStudent(drawPlain, degrees)
      if (x > highest) [best, highest] = [i, x]
    }
    plain[best]! += 1
    choice.begin(ARMS)
    let chosen = -1
    for (const [i, arm] of arms.entries()) if (choice.offer(arm, drawQuick)) chosen = i
    quick[chosen]! += 1
    made += choice.draws
  }
  // Two samples of the same distribution: chi-square with 59 degrees of freedom, above 98.3 once in 1,000.
  let chi = 0
  for (let i = 0; i < ARMS; i++) chi += (plain[i]! - quick[i]!) ** 2 / Math.max(1, plain[i]! + quick[i]!)
  expect(chi).toBeLessThan(98.3)
  expect(made / ROUNDS).toBeLessThan(ARMS / 4)
})

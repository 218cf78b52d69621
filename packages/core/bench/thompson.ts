/**
 * What a choice among many arms costs AB-MCTS-A, beside a full draw from every posterior: `npm run bench`. Both choose among the same arms,
 * mostly seen once, in rounds that take turns; ratios are taken inside a round.
 */
import { parseArgs } from 'node:util'
import { DEFAULT_GAUSSIAN, drawStudent, studentPosterior, type Evidence } from '../src/policy/posterior.ts'
import { ThompsonChoice } from '../src/policy/thompson.ts'
import { drawsOf } from '../src/random.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const ROUNDS = values.quick ? 3 : 7
const DRAWS = values.quick ? 200_000 : 1_000_000

const out = { mean: 0, scale: 0, degrees: 0 }
const median = (xs: readonly number[]): number => xs.toSorted((a, b) => a - b)[xs.length >> 1]!

function armsOf(count: number): readonly Evidence[] {
  const draw = drawsOf(9, count)
  return Array.from({ length: count }, () => {
    const seen = 1 + Math.floor(4 * draw() ** 4)
    const value = 0.2 + 0.6 * draw()
    return { count: seen, sum: seen * value, squares: seen * value * value + (seen - 1) * 0.02, pending: 0 }
  })
}

let kept = 0
/** Nanoseconds an arm. */
function time(arms: readonly Evidence[], choose: () => number): number {
  const choices = Math.ceil(DRAWS / arms.length)
  const before = performance.now()
  for (let i = 0; i < choices; i++) kept += choose()
  return ((performance.now() - before) * 1e6) / (choices * arms.length)
}

console.log('arms | full draw, ns | by strata, ns an arm | draws made | ratio, median [min, max]')
for (const count of [2, 4, 16, 64, 256, 1024]) {
  const arms = armsOf(count)
  const draw = drawsOf(1, count)
  const choice = new ThompsonChoice(DEFAULT_GAUSSIAN)
  let made = 0
  let choices = 0
  const plain = (): number => {
    let [best, highest] = [-1, Number.NEGATIVE_INFINITY]
    for (let i = 0; i < count; i++) {
      const { mean, scale, degrees } = studentPosterior(DEFAULT_GAUSSIAN, arms[i]!, out)
      const x = mean + scale * drawStudent(draw, degrees)
      if (x > highest) [best, highest] = [i, x]
    }
    return best
  }
  const strata = (): number => {
    let best = -1
    choice.begin()
    for (let i = 0; i < count; i++) if (choice.offer(arms[i]!, draw)) best = i
    made += choice.draws
    choices++
    return best
  }
  time(arms, plain)
  time(arms, strata)
  const rounds = Array.from({ length: ROUNDS }, () => ({ plain: time(arms, plain), strata: time(arms, strata) }))
  const ratios = rounds.map((round) => round.plain / round.strata)
  const ns = (pick: (round: (typeof rounds)[number]) => number): string => median(rounds.map(pick)).toFixed(0)
  const spread = `${median(ratios).toFixed(1)} [${Math.min(...ratios).toFixed(1)}, ${Math.max(...ratios).toFixed(1)}]`
  console.log(
    `${count} | ${ns((round) => round.plain)} | ${ns((round) => round.strata)} | ${(made / choices).toFixed(1)} | ${spread}`,
  )
}
if (Number.isNaN(kept)) throw new Error('the choices are used')

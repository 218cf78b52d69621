/**
 * What a choice among many arms costs AB-MCTS-A: full draws from every posterior, and by strata; then whole searches on the hash tree:
 * `npm run bench -- abmcts`. Draws choose among the same arms, mostly seen once, in rounds that take turns; ratios are taken inside a round.
 */
import { abMcts, maxNodes, runSearchSync } from '../src/index.ts'
import { drawGamma, drawNormal, drawStudent } from '../src/policy/draw-from.ts'
import { DEFAULT_GAUSSIAN, studentPosterior, type Evidence } from '../src/policy/posterior.ts'
import { ThompsonChoice } from '../src/policy/thompson.ts'
import { drawsOf, type Draw } from '../src/random.ts'
import { ROOT_HASH, childHash, hashTree, valueOf } from './hash-tree.ts'
import { atMost, isQuick, median, spread, type Goal } from './report.ts'

const ROUNDS = isQuick ? 3 : 7
const DRAWS = isQuick ? 100_000 : 1_000_000
const ARMS = isQuick ? [2, 16, 64, 256] : [2, 4, 16, 64, 256, 1024]
const NODES = isQuick ? [100, 1000] : [100, 1000, 2000, 10_000]
const MOST_US_A_DRAW = 0.25

const out = { mean: 0, scale: 0, degrees: 0 }

function armsOf(count: number): readonly Evidence[] {
  const draw = drawsOf(9, count)
  return Array.from({ length: count }, () => {
    const seen = 1 + Math.floor(4 * draw() ** 4)
    const value = 0.2 + 0.6 * draw()
    return { count: seen, sum: seen * value, squares: seen * value * value + (seen - 1) * 0.02, pending: 0 }
  })
}

/** The textbook's draw: a normal over the root of a scaled chi-square. */
const byGamma = (draw: Draw, degrees: number): number =>
  drawNormal(draw) * Math.sqrt(degrees / 2 / drawGamma(draw, degrees / 2))

function chooseBy(student: (draw: Draw, degrees: number) => number, arms: readonly Evidence[], draw: Draw): number {
  let [best, highest] = [-1, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < arms.length; i++) {
    const { mean, scale, degrees } = studentPosterior(DEFAULT_GAUSSIAN, arms[i]!, out)
    const x = mean + scale * student(draw, degrees)
    if (x > highest) [best, highest] = [i, x]
  }
  return best
}

let kept = 0
/** Nanoseconds of CPU time an arm. */
function time(arms: readonly Evidence[], choose: () => number): number {
  const choices = Math.ceil(DRAWS / arms.length)
  const before = process.cpuUsage()
  for (let i = 0; i < choices; i++) kept += choose()
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1e3) / (choices * arms.length)
}

const draws: (string | number)[][] = []
const goals: Goal[] = []
for (const count of ARMS) {
  const arms = armsOf(count)
  const draw = drawsOf(1, count)
  const choice = new ThompsonChoice(DEFAULT_GAUSSIAN)
  let [made, choices] = [0, 0]
  const ways = [
    () => chooseBy(byGamma, arms, draw),
    () => chooseBy(drawStudent, arms, draw),
    () => {
      let best = -1
      choice.begin(count)
      for (let i = 0; i < count; i++) if (choice.offer(arms[i]!, draw)) best = i
      made += choice.draws
      choices++
      return best
    },
  ]
  for (const way of ways) time(arms, way)
  const rounds = Array.from({ length: ROUNDS }, () => ways.map((way) => time(arms, way)))
  const ns = [0, 1, 2].map((i) => median(rounds.map((round) => round[i]!)).toFixed(0))
  const ratios = [1, 2].map((i) =>
    spread(
      rounds.map((round) => round[0]! / round[i]!),
      1,
    ),
  )
  draws.push([count, ns[0]!, `${ns[1]} (${ratios[0]})`, `${ns[2]} (${ratios[1]})`, (made / choices).toFixed(1)])
  goals.push(atMost(`${count} arms: µs a full draw`, median(rounds.map((round) => round[1]!)) / 1000, MOST_US_A_DRAW))
}

/** CPU microseconds a node of a search in which every call brings one step and its value. */
function search(nodes: number): number {
  const repeats = Math.max(1, Math.floor(1000 / nodes))
  const before = process.cpuUsage()
  for (let i = 0; i < repeats; i++) {
    const result = runSearchSync({
      problem: ROOT_HASH,
      backend: hashTree,
      algorithm: abMcts(),
      seed: i,
      stop: maxNodes(nodes),
      expand: ({ state, evaluate, want, existing }) => {
        const step = existing.length
        const proposals = want === 0 ? [] : [{ step, prior: 1, value: valueOf(childHash(state, step)) }]
        return { value: evaluate ? valueOf(state) : null, proposals }
      },
    })
    kept += result.tree.size
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (repeats * nodes)
}

search(1000)
const searches = NODES.map((nodes) => [
  nodes,
  spread(
    Array.from({ length: isQuick ? 1 : 3 }, () => search(nodes)),
    1,
  ),
])
if (Number.isNaN(kept)) throw new Error('the choices are used')

console.log(
  JSON.stringify({
    section: 'abmcts',
    about: `Thompson choices, CPU nanoseconds an arm: median of ${ROUNDS} rounds, in brackets how many times as fast as by normal and gamma, median [min, max].`,
    tables: [
      { columns: ['arms', 'by normal and gamma', 'full draw (Bailey)', 'as chosen', 'draws made'], rows: draws },
      { title: 'AB-MCTS-A on the hash tree, CPU µs a node', columns: ['nodes', 'µs a node'], rows: searches },
    ],
    goals,
  }),
)

/**
 * What the engine costs a simulation beside the bare kernel: `npm run bench -- kernel`.
 *
 * Every cell runs in a process of its own, so that no engine inherits what the compiler learned of another; cells are interleaved in
 * rounds, and ratios are taken inside a round, since a shared machine drifts by more than the difference. Both engines must grow the
 * same tree (same checksum), or the run fails.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atMost, isQuick, median, spread, type Goal } from './report.ts'

interface Cell {
  readonly engine: string
  readonly nodes: number
  readonly calls: number
  /** CPU time of a tree, of the sample disturbed least: what others do on the machine changes caches and clocks, not the work. */
  readonly bestSeconds: number
  readonly bytesPerNode: number
  readonly recordBytesPerNode: number
  readonly checksum: number
}

const SIZES = isQuick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000]
const POLICIES = isQuick ? ['puct'] : ['uct', 'puct']
const BRANCHINGS = isQuick ? [4] : [4, 16]
const ROUNDS = isQuick ? 1 : 3
/** `espalier` drops its events, as a search in process does; `counted` makes objects of them, as a log does. */
const ENGINES = ['bare', 'espalier', 'counted'] as const
/** Bundled beside this file: both engines run as the built package does. */
const CELL = fileURLToPath(new URL('cell.js', import.meta.url))
const MOST = { ratio: 2, slope: 0.25, bytes: 64 } as const

function measure(engine: string, policy: string, branching: number, nodes: number): Cell {
  const args = ['--engine', engine, '--policy', policy, '--branching', String(branching), '--nodes', String(nodes)]
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', CELL, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the cell ${args.join(' ')} failed:\n${stderr}`)
  return JSON.parse(stdout) as Cell
}

const perCall = ({ bestSeconds, calls }: Cell): number => (bestSeconds * 1e9) / calls
const ns = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(2)} µs` : `${value.toFixed(0)} ns`)

/** Growth of the cost of one more call: slope of its logarithm over that of the calls made. Constant cost is 0, a scan of all nodes 1. */
function slopeOf(bySize: readonly Cell[]): number {
  const points = bySize.map((cell, i) => {
    const before = bySize[i - 1]
    if (before === undefined) return [Math.log(cell.calls), Math.log(cell.bestSeconds / cell.calls)] as const
    const marginal = (cell.bestSeconds - before.bestSeconds) / (cell.calls - before.calls)
    return [Math.log((cell.calls + before.calls) / 2), Math.log(marginal)] as const
  })
  const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length) as [
    number,
    number,
  ]
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}

const rows: (string | number)[][] = []
const slopes: (string | number)[][] = []
const goals: Goal[] = []
for (const policy of POLICIES) {
  for (const branching of BRANCHINGS) {
    const name = `${policy}, branching ${branching}`
    /** By size, round and engine. */
    const cells = SIZES.map((nodes) =>
      Array.from({ length: ROUNDS }, () => ENGINES.map((engine) => measure(engine, policy, branching, nodes))),
    )
    for (const rounds of cells) {
      const size = rounds[0]![0]!.nodes
      for (const [bare, ...others] of rounds) {
        const other = others.find(({ checksum }) => checksum !== bare!.checksum)
        if (other !== undefined) throw new Error(`${other.engine} grew another tree than the bare kernel`)
      }
      const cost = ENGINES.map((_, i) => ns(median(rounds.map((round) => perCall(round[i]!)))))
      const ratios = [1, 2].map((i) => rounds.map((round) => perCall(round[i]!) / perCall(round[0]!)))
      const [bare, engine] = [rounds[0]![0]!, rounds[0]![1]!]
      const bytes = [bare, engine].map((cell) => cell.recordBytesPerNode.toFixed(1))
      rows.push([
        name,
        size,
        ...cost,
        spread(ratios[0]!),
        spread(ratios[1]!),
        bytes.join(' / '),
        engine.bytesPerNode.toFixed(0),
      ])
      if (size < 10_000) continue
      goals.push(atMost(`${name}, ${size} nodes: engine / bare kernel`, median(ratios[0]!), MOST.ratio))
      // The room that is kept for one more expansion is not the nodes'.
      goals.push(atMost(`${name}, ${size} nodes: bytes a record`, engine.recordBytesPerNode, MOST.bytes + 1, true))
    }
    const bySlope = ENGINES.map((_, i) =>
      Array.from({ length: ROUNDS }, (_none, round) => slopeOf(cells.map((rounds) => rounds[round]![i]!))),
    )
    slopes.push([name, ...bySlope.map((values) => spread(values))])
    goals.push(atMost(`${name}: slope of the marginal cost`, median(bySlope[1]!), MOST.slope))
  }
}
console.log(
  JSON.stringify({
    section: 'kernel',
    about: `CPU time a simulation (select, expand, evaluate, back up) on the hash tree; median of ${ROUNDS} rounds, ratios inside a round with [min, max].`,
    tables: [
      {
        columns: [
          'policy',
          'nodes',
          'bare kernel',
          'engine',
          'events as objects',
          'engine / bare',
          'objects / bare',
          'bytes a record: bare / engine',
          'with states and labels',
        ],
        rows,
      },
      {
        title: 'Growth of the marginal cost (slope over the calls, logarithms)',
        columns: ['policy', 'bare kernel', 'engine', 'events as objects'],
        rows: slopes,
      },
    ],
    goals,
  }),
)

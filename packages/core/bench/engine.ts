/**
 * What the engine costs a simulation beside the bare kernel: `npm run bench -w @espalier/core [-- --quick]`.
 *
 * Every cell runs in a process of its own, so that no engine inherits what the compiler learned of another; cells are interleaved in
 * rounds, and ratios are taken inside a round, since a shared machine drifts by more than the difference. Both engines must grow the
 * same tree (same checksum), or the run fails.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

interface Cell {
  readonly engine: string
  readonly nodes: number
  readonly nsPerSimulation: number
  readonly bytesPerNode: number
  readonly checksum: number
}

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const SIZES = options.quick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000]
const BRANCHINGS = options.quick ? [4] : [4, 16]
const ROUNDS = options.quick ? 3 : 5
/** `engine` drops its events, as a search in process does; `counted` makes objects of them, as a log does. */
const ENGINES = ['bare', 'engine', 'counted'] as const
const FLAGS = ['--expose-gc', '--import', 'tsx', '--conditions=@espalier/source']
const CELL = fileURLToPath(new URL('cell.ts', import.meta.url))

function measure(engine: string, selection: string, branching: number, nodes: number): Cell {
  const args = [...FLAGS, CELL, engine, selection, String(branching), String(nodes)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the cell ${args.slice(FLAGS.length).join(' ')} failed:\n${stderr}`)
  return JSON.parse(stdout) as Cell
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const ns = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(2)} µs` : `${value.toFixed(0)} ns`)

function row(selection: string, branching: number, nodes: number): string {
  const rounds = Array.from({ length: ROUNDS }, () =>
    ENGINES.map((engine) => measure(engine, selection, branching, nodes)),
  )
  for (const [bare, ...others] of rounds) {
    const other = others.find(({ checksum }) => checksum !== bare!.checksum)
    if (other !== undefined) throw new Error(`${other.engine} grew another tree than the bare kernel`)
  }
  const cost = ENGINES.map((_, i) => median(rounds.map((cells) => cells[i]!.nsPerSimulation)))
  const ratio = [1, 2].map((i) => median(rounds.map((cells) => cells[i]!.nsPerSimulation / cells[0]!.nsPerSimulation)))
  const bytes = [0, 1].map((i) => rounds[0]![i]!.bytesPerNode)
  const cells = [
    selection,
    branching,
    nodes.toLocaleString('en'),
    ns(cost[0]!),
    `${ns(cost[1]!)} (${ratio[0]!.toFixed(2)}x)`,
    `${ns(cost[2]!)} (${ratio[1]!.toFixed(2)}x)`,
    bytes.map((value) => value.toFixed(0)).join(' / '),
  ]
  return `| ${cells.join(' | ')} |`
}

console.log(
  `\nCPU time a simulation (select, expand, evaluate, back up); median of ${ROUNDS} rounds, ratio inside a round.\n`,
)
console.log('| selection | branching | nodes | bare kernel | engine | engine, events as objects | bytes a node |')
console.log('| --- | --- | --- | --- | --- | --- | --- |')
for (const selection of ['uct', 'puct'])
  for (const branching of BRANCHINGS) for (const nodes of SIZES) console.log(row(selection, branching, nodes))

/**
 * One measurement in a process of its own, one JSON line: `npm run -s bench -- --cell kernel --policy puct --branching 4 --nodes 100000`.
 *
 * `--cell kernel` grows the hash tree with `--policy uct` or `puct`, a call giving a value and all steps; `--cell abmcts` (or `--policy ab-mcts`)
 * with AB-MCTS-A, a call giving one step and its value. `seconds` is the CPU time of growing one tree (median), `calls` the calls of the generator in it.
 * `--engine bare` measures the bare kernel, `counted` the engine with its events read as objects.
 */
import { parseArgs } from 'node:util'
import {
  abMcts,
  anyOf,
  bestAnswer,
  createSearch,
  descend,
  fixedWidth,
  maxNodes,
  maxTrials,
  puct,
  runSearchSync,
  uct,
} from '../src/index.ts'
import type { Expansion, Preset, Trial } from '../src/index.ts'
import { FIRST_PLAY_URGENCY, bareKernel } from './bare-kernel.ts'
import { ROOT_HASH, childHash, hashTree, mix, valueOf } from './hash-tree.ts'

const { values } = parseArgs({
  options: {
    cell: { type: 'string', default: 'kernel' },
    engine: { type: 'string', default: 'espalier' },
    policy: { type: 'string' },
    branching: { type: 'string', default: '4' },
    nodes: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: true },
  },
})
const { engine, cell } = values
const policy = values.policy ?? (cell === 'abmcts' ? 'ab-mcts' : 'uct')
const branching = Number(values.branching)
const nodes = Number(values.nodes)
check('--cell', cell, ['kernel', 'abmcts'])
check('--engine', engine, ['espalier', 'counted', 'bare'])
check('--policy', policy, engine === 'bare' ? ['uct', 'puct'] : ['uct', 'puct', 'ab-mcts'])
if (!(branching >= 1 && branching <= 64 && nodes >= 2 && nodes <= 1e8))
  throw new RangeError(`got --branching ${values.branching} --nodes ${values.nodes}, expected 1 to 64 and 2 to 1e8`)

/** Trees are grown for this long before anything is measured (the compiler needs it), and then for this long again. CPU time. */
const WARM_UP_MS = 600
const MEASURE_MS = 500
const SAMPLE_MS = 20
const MIN_HELD_NODES = 200_000

const proposals = Array.from({ length: branching }, (_, step) => ({ step, prior: 1 / branching }))
const NO_PROPOSALS: Expansion<number>['proposals'] = []

function expand(trial: Trial<number>): Expansion<number> {
  return { value: trial.evaluate ? valueOf(trial.state) : null, proposals: trial.want === 0 ? NO_PROPOSALS : proposals }
}

/** One more step, with its value. */
function expandByOne(trial: Trial<number>): Expansion<number> {
  const step = trial.existing.length
  const value = trial.evaluate ? valueOf(trial.state) : null
  if (trial.want === 0) return { value, proposals: NO_PROPOSALS }
  return { value, proposals: [{ step, prior: 1, value: valueOf(childHash(trial.state, step)) }] }
}

/** The kernel's algorithm as a policy: value and steps asked for together. */
const kernelPreset: Preset = {
  name: policy,
  params: {},
  start() {
    const widen = fixedWidth(branching)
    return {
      select: descend(policy === 'uct' ? uct() : puct({ fpu: FIRST_PLAY_URGENCY }), widen),
      widen,
      recommend: bestAnswer,
    }
  },
}
const isAdaptive = policy === 'ab-mcts'
const search = {
  problem: ROOT_HASH,
  backend: hashTree,
  algorithm: isAdaptive ? abMcts() : kernelPreset,
  capacity: nodes + branching + 1,
  expand: isAdaptive ? expandByOne : expand,
}

interface Grown {
  readonly nodes: number
  readonly calls: number
  readonly visits: (node: number) => number
}

let eventsSeen = 0

function growBare(): Grown {
  const kernel = bareKernel(policy as 'uct' | 'puct', branching, nodes)
  while (kernel.nodes < nodes) kernel.simulate()
  return { nodes: kernel.nodes, calls: kernel.simulations, visits: kernel.visits }
}

function growEngine(): Grown {
  const result = runSearchSync({
    ...search,
    stop: anyOf(maxTrials(2 * nodes), maxNodes(nodes)),
    ...(engine === 'counted' ? { sink: (events) => void (eventsSeen += events.length) } : {}),
  })
  return { nodes: result.tree.size, calls: result.trials, visits: (node) => result.tree.visits(node) }
}

/** A search held whole, states included, for its memory. */
function holdEngine(): { readonly nodes: number; readonly held: unknown } {
  const held = createSearch(search)
  while (held.fold.tree.size < nodes) {
    const trial = held.ask()!
    held.tell(trial.id, search.expand(trial))
    held.discard()
  }
  return { nodes: held.fold.tree.size, held }
}

const grow = engine === 'bare' ? growBare : growEngine
const gc = (globalThis as { gc?: () => void }).gc
for (const start = process.cpuUsage(); cpuMs(start) < WARM_UP_MS;) grow()
eventsSeen = 0
gc?.()

let last: Grown
let trees = 0
/** CPU seconds a tree, of a few trees together. CPU time of the process, collector and all: it does not run while others have the machine. */
const samples: number[] = []
const start = process.cpuUsage()
do {
  const sampleStart = process.cpuUsage()
  const before = trees
  do {
    last = grow()
    trees++
  } while (cpuMs(sampleStart) < SAMPLE_MS)
  samples.push(cpuMs(sampleStart) / 1000 / (trees - before))
} while (cpuMs(start) < MEASURE_MS)
samples.sort((a, b) => a - b)
const seconds = samples[samples.length >> 1]!

let checksum = 0
for (let node = 0; node < last.nodes; node++) checksum = mix((checksum + node * 31 + last.visits(node)) >>> 0)

await collected()
const before = process.memoryUsage()
const hold = () => (engine === 'bare' ? { nodes: last.nodes, held: growBare() } : holdEngine())
// Several small trees, so that the collector's own comings and goings do not drown them, but for no longer than it takes to measure.
const held: ReturnType<typeof hold>[] = []
const most = Math.ceil(MIN_HELD_NODES / nodes)
for (let i = 0; i < most && (i === 0 || (i + 1) * seconds * 1000 < 2 * MEASURE_MS); i++) held.push(hold())
await collected()
const after = process.memoryUsage()
const heldNodes = held.reduce((sum, tree) => sum + tree.nodes, 0)
const recordBytes = after.arrayBuffers - before.arrayBuffers

console.log(
  JSON.stringify({
    engine,
    cell,
    policy,
    branching: isAdaptive ? null : branching,
    nodes: last.nodes,
    calls: last.calls,
    seconds,
    /** Of the sample that other work on the machine disturbed least. */
    bestSeconds: samples[0]!,
    /** Everything that is held: records, states, labels. */
    bytesPerNode: (after.heapUsed - before.heapUsed + recordBytes) / heldNodes,
    /** Records and waiting events alone. */
    recordBytesPerNode: recordBytes / heldNodes,
    trees,
    checksum,
    eventsPerCall: eventsSeen / trees / last.calls,
    isHeld: held.every((tree) => tree.held !== null),
  }),
)

/** The collector frees buffers beside the program: only in a later turn are they out of the account. */
async function collected(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function check(name: string, got: string, expected: readonly string[]): void {
  if (!expected.includes(got)) throw new RangeError(`${name}: got ${got}, expected one of ${expected.join(', ')}`)
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

import {
  createSearch,
  descend,
  fixedWidth,
  bestAnswer,
  maxNodes,
  maxTrials,
  anyOf,
  puct,
  runSearchSync,
  uct,
} from '../src/index.ts'
import type { Expansion, Preset, Trial } from '../src/index.ts'
import { FIRST_PLAY_URGENCY, bareKernel } from './bare-kernel.ts'
import { ROOT_HASH, hashTree, mix, valueOf } from './hash-tree.ts'

/** One measurement in a process of its own: `node --expose-gc cell.mjs <engine> <selection> <branching> <nodes>`; prints a JSON line. */
const [engine = 'bare', selection = 'uct', branchingText = '4', nodesText = '1000'] = process.argv.slice(2)
const branching = Number(branchingText)
const nodes = Number(nodesText)
/** Trees are grown for this long before anything is measured (the compiler needs it), and then for this long again. */
const WARM_UP_MS = 600
const MEASURE_MS = 500
const MIN_HELD_NODES = 200_000

const proposals = Array.from({ length: branching }, (_, step) => ({ step, prior: 1 / branching }))
const expand = (trial: Trial<number>): Expansion<number> => ({ value: valueOf(trial.state), proposals })

/** The kernel's algorithm as a policy: value and steps asked for together. */
const preset: Preset = {
  name: selection,
  params: {},
  start() {
    const widen = fixedWidth(branching)
    return {
      select: descend(selection === 'uct' ? uct() : puct({ fpu: FIRST_PLAY_URGENCY }), widen),
      widen,
      recommend: bestAnswer,
    }
  },
}

interface Grown {
  readonly nodes: number
  readonly simulations: number
  readonly visits: (node: number) => number
}

let eventsSeen = 0

function growBare(): Grown {
  const kernel = bareKernel(selection as 'uct' | 'puct', branching, nodes)
  while (kernel.nodes < nodes) kernel.simulate()
  return kernel
}

function growEngine(): Grown {
  const result = runSearchSync({
    problem: ROOT_HASH,
    backend: hashTree,
    algorithm: preset,
    capacity: nodes + branching + 1,
    stop: anyOf(maxTrials(nodes), maxNodes(nodes)),
    expand,
    ...(engine === 'counted' ? { sink: (events) => void (eventsSeen += events.length) } : {}),
  })
  return { nodes: result.tree.size, simulations: result.trials, visits: (node) => result.tree.visits(node) }
}

/** A search held whole, states included, for its memory. */
function holdEngine(): { readonly nodes: number; readonly held: unknown } {
  const search = createSearch({
    problem: ROOT_HASH,
    backend: hashTree,
    algorithm: preset,
    capacity: nodes + branching + 1,
  })
  while (search.fold.tree.size < nodes) {
    const trial = search.ask()!
    search.tell(trial.id, expand(trial))
    search.discard()
  }
  return { nodes: search.fold.tree.size, held: search }
}

const grow = engine === 'bare' ? growBare : growEngine
const gc = (globalThis as { gc?: () => void }).gc
for (const startedAt = performance.now(); performance.now() - startedAt < WARM_UP_MS;) grow()
eventsSeen = 0
gc?.()

let last: Grown
let simulations = 0
const clockStart = performance.now()
const cpuStart = process.cpuUsage()
do {
  last = grow()
  simulations += last.simulations
} while (performance.now() - clockStart < MEASURE_MS)
// CPU time of the process, collector and all: unlike a clock it does not run while others have the machine.
const cpu = process.cpuUsage(cpuStart)
const ns = (cpu.user + cpu.system) * 1e3

let checksum = 0
for (let node = 0; node < last.nodes; node++) checksum = mix((checksum + node * 31 + last.visits(node)) >>> 0)

gc?.()
const before = process.memoryUsage()
const hold = () => (engine === 'bare' ? { nodes: last.nodes, held: growBare() } : holdEngine())
// Several small trees, so that the collector's own comings and goings do not drown them.
const held = Array.from({ length: Math.ceil(MIN_HELD_NODES / nodes) }, hold)
gc?.()
const after = process.memoryUsage()
const bytes = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers

console.log(
  JSON.stringify({
    engine,
    selection,
    branching,
    nodes: last.nodes,
    simulationsPerTree: last.simulations,
    nsPerSimulation: ns / simulations,
    bytesPerNode: bytes / held.reduce((sum, tree) => sum + tree.nodes, 0),
    checksum,
    eventsPerSimulation: eventsSeen / simulations,
    alive: held.every((tree) => tree.held !== null),
  }),
)

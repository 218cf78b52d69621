/**
 * Training examples for the ProsQA model on standard output, without end.
 *
 *   tsx --conditions=@espalier/source stream-graphs.ts --seed 1 --first 0 --batch 128 --phases tiny:600,small:600,official
 *
 * Batch after batch from number `first` on; each is a function of (seed, number) alone, so a run can be resumed anywhere, and several
 * processes can share one, each with every so-many-th batch (`--stride`). In each phase (a size and how many batches of it) one question
 * in four is of an earlier size. Nodes are given slots at random: half of the questions of at most 32 nodes get the first 32, as all such
 * questions do later, the others any of the 64. A record holds the question; the frontier after each of six hops; a shortest way; a walk
 * from the root that often goes astray, with what should follow at each of its nodes; and one node's children side by side. All in bytes,
 * laid out as `FIELDS` in train.py.
 *
 * `--phases held-out`: one batch of the held-out questions of official size, which no stream is trained on.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { drawIndex, seededDraw, type Draw } from '../../../tasks/src/countdown/seeded.ts'
import { graphStream, type GraphSizeName } from '../../../tasks/src/prosqa/generate.ts'
import { heldOutGraphs } from '../../../tasks/src/prosqa/held-out.ts'
import { childrenOf, distancesFrom, type GraphRecord } from '../../../tasks/src/prosqa/question.ts'

const SLOTS = 64
const FEW_SLOTS = 32
const ANY_NUMBERS = 0.5
const EDGES = 64
const HOPS = 6
const SIBLINGS = 4
/** Sets of slots are bit masks. */
const MASK = SLOTS / 8
const RECORD = 6 + 2 * EDGES + HOPS * MASK + 2 * (HOPS + 1) + HOPS * 2 * MASK + (HOPS + 1) + 1 + 2 * SIBLINGS
/** How often a walk looks for a step that leads to the target; otherwise it takes any. Searches stray, and have to be told. */
const GOOD_STEP = 0.4

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    stride: { type: 'string', default: '1' },
    batch: { type: 'string', default: '128' },
    phases: { type: 'string', default: 'tiny:600,small:600,official' },
  },
})
const batchSize = Number(options.batch)
const phases = options.phases.split(',').map((phase) => {
  const [size, batches] = phase.split(':')
  return { size: size as GraphSizeName, batches: batches === undefined ? Infinity : Number(batches) }
})

function sizesOf(batch: number): readonly GraphSizeName[] {
  let first = 0
  const at = phases.findIndex(({ batches }) => batch < (first += batches))
  const last = at === -1 ? phases.length - 1 : at
  return phases.slice(0, last + 1).map(({ size }) => size)
}

function heldOutBatch(): Uint8Array {
  const bytes = new Uint8Array(batchSize * RECORD)
  const draw = seededDraw(Number(options.seed))
  const fitting = heldOutGraphs('official', 2 * batchSize).filter(({ question }) => question.edges.length <= EDGES)
  fitting
    .slice(0, batchSize)
    .forEach((record, i) => write(record, bytes.subarray(i * RECORD, (i + 1) * RECORD), draw, 0))
  return bytes
}

function batchOf(number: number): Uint8Array {
  const bytes = new Uint8Array(batchSize * RECORD)
  const draw = seededDraw((Number(options.seed) * 1_000_003 + number) * 7919)
  const sizes = sizesOf(number)
  const streams = sizes.map((size, i) => graphStream(size, drawIndex(draw, 2 ** 31) + i))
  for (let i = 0; i < batchSize; i++) {
    const earlier = sizes.length > 1 && draw() < 0.25
    const stream = streams[earlier ? drawIndex(draw, sizes.length - 1) : sizes.length - 1]!
    let record = stream()
    while (record.question.edges.length > EDGES) record = stream()
    write(record, bytes.subarray(i * RECORD, (i + 1) * RECORD), draw, ANY_NUMBERS)
  }
  return bytes
}

/** `anyNumbers`: share of the questions with few nodes that are numbered with all slots. */
function write({ question, target, path }: GraphRecord, bytes: Uint8Array, draw: Draw, anyNumbers: number): void {
  const children = childrenOf(question)
  const reaches = reachingTo(question.symbols.length, question.edges, target)
  const isFew = question.symbols.length <= FEW_SLOTS && draw() >= anyNumbers
  const slots = Array.from({ length: isFew ? FEW_SLOTS : SLOTS }, (_, i) => i)
  for (let i = 0; i < question.symbols.length; i++) {
    const j = i + drawIndex(draw, slots.length - i)
    ;[slots[i], slots[j]] = [slots[j]!, slots[i]!]
  }
  let at = 0
  const put = (...values: readonly number[]): void => {
    bytes.set(values, at)
    at += values.length
  }
  const putSet = (nodes: readonly number[]): void => {
    for (const node of nodes) bytes[at + (slots[node]! >> 3)]! |= 1 << (slots[node]! & 7)
    at += MASK
  }
  const { edges, root, options: pair } = question
  put(edges.length, slots[root]!, slots[pair[0]]!, slots[pair[1]]!, pair.indexOf(target), path.length - 1)
  for (let i = 0; i < EDGES; i++) put(...(edges[i] ?? [0, 0]).map((node) => (i < edges.length ? slots[node]! : 0)))

  // Where nothing new is left, the last frontier stays.
  const distance = distancesFrom(children, root)
  let frontier: number[] = []
  for (let hop = 1; hop <= HOPS; hop++) {
    const next = question.symbols.flatMap((_, node) => (distance[node] === hop ? [node] : []))
    frontier = next.length > 0 ? next : frontier
    putSet(frontier)
  }

  for (let t = 0; t <= HOPS; t++) put(t < path.length ? slots[path[t]!]! : 0)

  const walk = [root]
  while (walk.length <= HOPS) {
    const node = walk.at(-1)!
    const good = children[node]!.filter((child) => reaches[child] === 1)
    const among = good.length > 0 && draw() < GOOD_STEP ? good : children[node]!
    if (node === target || among.length === 0) break
    walk.push(among[drawIndex(draw, among.length)]!)
  }
  put(walk.length)
  for (let t = 1; t <= HOPS; t++) put(t < walk.length ? slots[walk[t]!]! : 0)
  for (let t = 0; t < HOPS; t++) {
    const next = t < walk.length ? children[walk[t]!]! : []
    const good = next.filter((child) => reaches[child] === 1)
    putSet(next)
    putSet(good)
  }
  for (let t = 0; t <= HOPS; t++) put(t < walk.length ? reaches[walk[t]!]! : 0)

  // The children of a node of the walk, of which some lead to the target and some do not, if there is such a node.
  const mixed = walk.flatMap((node, t) => {
    const good = children[node]!.filter((child) => reaches[child] === 1).length
    return t < HOPS && good > 0 && good < children[node]!.length ? [t] : []
  })
  const parent = mixed.length === 0 ? HOPS : mixed[drawIndex(draw, mixed.length)]!
  put(parent)
  const siblings = mixed.length === 0 ? [] : [...children[walk[parent]!]!]
  while (siblings.length > SIBLINGS) siblings.splice(drawIndex(draw, siblings.length), 1)
  for (let i = 0; i < SIBLINGS; i++) put(i < siblings.length ? slots[siblings[i]!]! : 255)
  for (let i = 0; i < SIBLINGS; i++) put(i < siblings.length ? reaches[siblings[i]!]! : 0)
  if (at !== RECORD) throw new Error(`a record of ${at} bytes, expected ${RECORD}`)
}

/** 1 for each node from which there is a way to the target, itself included. */
function reachingTo(count: number, edges: readonly (readonly [number, number])[], target: number): Uint8Array {
  const parents: number[][] = Array.from({ length: count }, () => [])
  for (const [from, to] of edges) parents[to]!.push(from)
  return Uint8Array.from(distancesFrom(parents, target), (distance) => (distance === -1 ? 0 : 1))
}

// Whoever reads has enough.
process.stdout.on('error', () => process.exit())
if (options.phases === 'held-out') process.stdout.write(heldOutBatch())
else
  for (let number = Number(options.first); ; number += Number(options.stride)) {
    if (!process.stdout.write(batchOf(number))) await once(process.stdout, 'drain')
  }

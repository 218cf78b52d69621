import { stratify, tree as d3Tree } from 'd3-hierarchy'
import { Tree } from '@espalier/core'
import {
  createCells,
  createTidyLayout,
  icicleCells,
  icicleSpan,
  pickIcicle,
  pickTidy,
  tidyFrame,
  visitWeight,
} from '../src/index.ts'
import { grownTree } from './grown-tree.ts'
import { line, milliseconds, timed, timingOf } from './timed.ts'

/**
 * Layouts of a live tree of 100,000 nodes, and d3-hierarchy on the same tree in the same run. `npm run bench`.
 */
const NODES = 100_000
const WIDTH = 1440
const MIN_PIXELS = 0.5
const REPEATS = 15

const tree = grownTree(NODES)
const nodes = Array.from({ length: tree.size }, (_, node) => node)
const depth = nodes.reduce((most, node) => Math.max(most, tree.depth(node)), 0)
line('tree', `${tree.size} nodes, ${depth} deep`)

/** Nodes that come ten at a time into a layout that is up to date, as a live search brings them; microseconds a node. */
function insertTime(): number {
  const grown = new Tree(NODES)
  const layout = createTidyLayout(grown)
  let spent = 0
  for (let node = 0; node < NODES;) {
    for (let i = 0; i < 10 && node < NODES; i++, node++) grown.add(tree.parent(node), 1, '', 0)
    const start = performance.now()
    layout.update()
    spent += performance.now() - start
  }
  return (spent * 1000) / NODES
}
const insert = timingOf(Array.from({ length: REPEATS }, insertTime))
line('tidy: insert a node (10 at a time)', `${insert.best.toFixed(3)} µs (median ${insert.median.toFixed(3)})`)

const scratch = timed(() => createTidyLayout(tree).update(), REPEATS)
line('tidy: layout from scratch', milliseconds(scratch))

const layout = createTidyLayout(tree)
layout.update()
const columns = layout.width(0)
const into = createCells()
/** The whole tree in the window, a tenth and a hundredth of it, around the middle. */
const frames = [1, 10, 100].map((zoom) => {
  const width = columns / zoom
  const left = (columns - width) / 2
  const viewport = { left, right: left + width, top: 0, bottom: 1e9 }
  const minWidth = (MIN_PIXELS * width) / WIDTH
  const frame = timed(() => tidyFrame({ layout, viewport, minWidth, into }), 60)
  line(`tidy: visible frame, ${zoom}x`, `${milliseconds(frame)}, ${into.count} cells`)
  return frame.best
})
const pick = timed(() => {
  for (let i = 0; i < 1000; i++) pickTidy(into, i, i % depth, 5)
}, REPEATS)
line('tidy: pick', `${pick.best.toFixed(2)} µs`)

const weight = visitWeight(tree)
const deep = nodes.find((node) => tree.depth(node) === Math.floor(depth / 2))!
for (const [name, window] of [
  ['all', { from: 0, to: 1 }],
  ['a node half way down', icicleSpan(tree, deep, weight)!],
] as const) {
  const frame = timed(() => icicleCells({ tree, width: WIDTH, weight, window, into }), 60)
  line(`icicle: visible frame, ${name}`, `${milliseconds(frame)}, ${into.count} cells`)
}
const hit = timed(() => {
  for (let i = 0; i < 1000; i++) pickIcicle(into, i, i % depth)
}, REPEATS)
line('icicle: pick', `${hit.best.toFixed(2)} µs`)

const records = nodes.map((node) => ({ id: String(node), parentId: node === 0 ? '' : String(tree.parent(node)) }))
const d3 = timed(
  () => d3Tree<(typeof records)[number]>().nodeSize([1, 1])(stratify<(typeof records)[number]>()(records)),
  5,
)
line('d3-hierarchy: stratify + tree', milliseconds(d3))
line('slowest visible frame beside d3', `${(d3.best / Math.max(...frames)).toFixed(0)}x as fast`)
line(
  'layout from scratch and frame of everything beside d3',
  `${(d3.best / (scratch.best + frames[0]!)).toFixed(0)}x as fast`,
)

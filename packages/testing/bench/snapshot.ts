/**
 * Keeping and taking up a tree of 100,000 nodes: the records copied and made a tree again, beside structuredClone and JSON of the same nodes
 * as plain objects; and folding the tree's whole log again.
 */
import { copyRecords, foldEvents, pathLabels, treeOfRecords, type Tree } from '@espalier/core'
import { grownLog } from './grown-log.ts'
import { atLeast, atMost, isQuick, print, rounded, spread } from './report.ts'

const NODES = 100_000
const ROUNDS = isQuick ? 3 : 11

/** The usual first version of a tree. */
function plainObjects(tree: Tree) {
  return Array.from({ length: tree.size }, (_, node) => ({
    parent: tree.parent(node),
    firstChild: tree.firstChild(node),
    nextSibling: tree.nextSibling(node),
    depth: tree.depth(node),
    visits: tree.visits(node),
    pending: tree.pending(node),
    valueSum: tree.valueSum(node),
    valueSqSum: tree.valueSqSum(node),
    valueMax: tree.valueMax(node),
    value: tree.value(node),
    prior: tree.prior(node),
    priorSum: tree.priorSum(node),
    isClosed: tree.isClosed(node),
    label: tree.label(node),
  }))
}

let kept = 0
function timed(work: () => number): number {
  const before = performance.now()
  kept += work()
  return performance.now() - before
}

const { tree, events } = grownLog(NODES)
const objects = plainObjects(tree)
const texts = { labels: tree.labels, sources: [...tree.sources] }
const records = copyRecords(tree)
const again = treeOfRecords(records, texts, tree.transitions)
if (pathLabels(again, NODES - 1).join() !== pathLabels(tree, NODES - 1).join() || again.visits(0) !== tree.visits(0))
  throw new Error('the tree of the records is another one')

const WAYS = {
  'copy the records': () => copyRecords(tree).byteLength,
  'a tree from the records': () => treeOfRecords(records, texts, tree.transitions).size,
  'the same, and a node added': () => treeOfRecords(records, texts, tree.transitions).add(0, 1, 'one more', 0),
  'structuredClone of objects': () => structuredClone(objects).length,
  'objects to JSON and back': () => (JSON.parse(JSON.stringify(objects)) as unknown[]).length,
  'fold the whole log': () => foldEvents(events).tree.size,
} as const
type Way = keyof typeof WAYS
const names = Object.keys(WAYS) as Way[]
for (const name of names) timed(WAYS[name])
const rounds = Array.from(
  { length: ROUNDS },
  () => Object.fromEntries(names.map((name) => [name, timed(WAYS[name])])) as Record<Way, number>,
)
if (!(kept > 0)) throw new Error('what was made is used')

const ms = (name: Way) => spread(rounds.map((round) => round[name]))
const ratio = (name: Way) => spread(rounds.map((round) => round['structuredClone of objects'] / round[name]))
const eventsPerSecond = (events.length / ms('fold the whole log').median) * 1000
print({
  section: 'snapshot',
  about: `A tree of ${tree.size} nodes, a log of ${events.length} events; milliseconds over ${ROUNDS} rounds, ratios inside a round.`,
  tables: [
    {
      columns: ['way', 'ms, median [min, max]', 'times as fast as structuredClone'],
      rows: names.map((name) => {
        const [time, times] = [ms(name), ratio(name)]
        return [
          name,
          `${rounded(time.median)} [${rounded(time.min)}, ${rounded(time.max)}]`,
          `${rounded(times.median, 1)} [${rounded(times.min, 1)}, ${rounded(times.max, 1)}]`,
        ]
      }),
    },
  ],
  goals: [
    atMost('snapshot: ms', ms('copy the records').median, 5),
    atMost('resume: ms', ms('a tree from the records').median, 5),
    atLeast('snapshot: times as fast as structuredClone', ratio('copy the records').median, 50),
    atLeast('resume: times as fast as structuredClone', ratio('a tree from the records').median, 50),
    atLeast('replay: million events a second', eventsPerSecond / 1e6, 1),
  ],
})

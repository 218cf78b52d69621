import { ANSWER, TERMINAL } from '../tree/record.ts'
import { type Tree } from '../tree/tree.ts'
import type { CloseCause, SearchEvent, TrialEndEvent, TrialStartEvent } from './event.ts'

/**
 * Events that nobody has read yet, as rows of numbers in one typed buffer: at full speed an event costs a few nanoseconds and no
 * garbage. `drain` turns them into objects. The buffer doubles while nobody reads; nothing is ever lost.
 *
 * A row is [type, trial, node, parent or want] and a number, the value or prior; what does not fit (usage, critiques, rare events) lies beside it.
 */

const STRIDE = 4
/** Kinds of rows, and bits that say more. */
const TRIAL_START = 0
const NODE_ADD = 1
const TRIAL_END = 2
const NODE_CLOSE = 3
const OTHER = 4
const KIND = 7
const EVALUATE = 8
const WITHOUT_MORE = 16
const FAILED = 32
const BORN_WITH_VALUE = 64
const CLOSE_CAUSES: readonly CloseCause[] = ['terminal', 'exhausted', 'pruned', 'failed', 'proven']

type RareEvent = Exclude<SearchEvent, { readonly type: 'trial-start' | 'node-add' | 'trial-end' | 'node-close' }>
type TrialStartExtra = Pick<TrialStartEvent, 'generator' | 'via'>
type TrialEndExtra = Pick<TrialEndEvent, 'reward' | 'discount' | 'backup' | 'rejected' | 'critique' | 'usage' | 'error'>

export class EventRing {
  /** Rows waiting. */
  count = 0
  private rows: Int32Array
  private numbers: Float64Array
  private extras = new Map<number, unknown>()
  /** Sequence number of the first waiting row. */
  private first = 0
  private readonly tree: Tree

  constructor(tree: Tree, capacity = 64) {
    this.tree = tree
    this.rows = new Int32Array(capacity * STRIDE)
    this.numbers = new Float64Array(capacity)
  }

  trialStart(trial: number, node: number, evaluate: boolean, want: number, extra: TrialStartExtra | undefined): void {
    if (extra !== undefined) this.extras.set(this.count, extra)
    this.push(TRIAL_START | (evaluate ? EVALUATE : 0), trial, node, want, 0)
  }

  nodeAdd(trial: number, node: number, parent: number, prior: number, value: number | undefined): void {
    if (value !== undefined) this.extras.set(this.count, value)
    this.push(NODE_ADD | (value === undefined ? 0 : BORN_WITH_VALUE), trial, node, parent, prior)
  }

  /** `value` NaN stands for null. */
  trialEnd(trial: number, value: number, exhausted: boolean, extra: TrialEndExtra | undefined): void {
    if (extra !== undefined) this.extras.set(this.count, extra)
    const failed = extra?.error !== undefined
    this.push(TRIAL_END | (exhausted ? WITHOUT_MORE : 0) | (failed ? FAILED : 0), trial, 0, 0, value)
  }

  nodeClose(node: number, cause: CloseCause): void {
    this.push(NODE_CLOSE, 0, node, CLOSE_CAUSES.indexOf(cause), 0)
  }

  /** Any other event; its `seq` is filled in here. */
  other(event: RareEvent): void {
    this.extras.set(this.count, event)
    this.push(OTHER, 0, 0, 0, 0)
  }

  /** The waiting events, oldest first; afterwards none wait. */
  drain(): SearchEvent[] {
    const events: SearchEvent[] = []
    for (let i = 0; i < this.count; i++) events.push(this.read(i))
    this.discard()
    return events
  }

  /** Forgets the waiting events unread: for callers that want the tree only. */
  discard(): void {
    this.first += this.count
    this.count = 0
    if (this.extras.size > 0) this.extras.clear()
  }

  private push(type: number, trial: number, node: number, other: number, x: number): void {
    const index = this.count++
    if (index === this.numbers.length) this.grow()
    const { rows } = this
    const at = index * STRIDE
    rows[at] = type
    rows[at + 1] = trial
    rows[at + 2] = node
    rows[at + 3] = other
    this.numbers[index] = x
  }

  private grow(): void {
    const { rows, numbers } = this
    this.rows = new Int32Array(rows.length * 2)
    this.rows.set(rows)
    this.numbers = new Float64Array(numbers.length * 2)
    this.numbers.set(numbers)
  }

  private read(index: number): SearchEvent {
    const { rows, numbers, tree } = this
    const at = index * STRIDE
    const type = rows[at]!
    const trial = rows[at + 1]!
    const node = rows[at + 2]!
    const other = rows[at + 3]!
    const x = numbers[index]!
    const seq = this.first + index
    const extra = this.extras.get(index)
    switch (type & KIND) {
      case TRIAL_START:
        return {
          seq,
          type: 'trial-start',
          trial,
          node,
          evaluate: (type & EVALUATE) !== 0,
          want: other,
          ...(extra as TrialStartExtra | undefined),
        }
      case NODE_ADD: {
        const source = tree.source(node)
        return {
          seq,
          type: 'node-add',
          trial,
          node,
          parent: other,
          prior: x,
          label: tree.label(node),
          ...(source === undefined ? {} : { source }),
          ...(tree.has(node, TERMINAL) ? { terminal: true } : {}),
          ...(tree.has(node, ANSWER) ? { answer: true } : {}),
          ...(tree.original(node) === node ? {} : { same: tree.original(node) }),
          ...(extra === undefined ? {} : { value: extra as number }),
        }
      }
      case TRIAL_END:
        return {
          seq,
          type: 'trial-end',
          trial,
          value: Number.isNaN(x) ? null : x,
          ...((type & WITHOUT_MORE) === 0 ? {} : { exhausted: true }),
          ...(extra as TrialEndExtra | undefined),
        }
      case NODE_CLOSE:
        return { seq, type: 'node-close', node, cause: CLOSE_CAUSES[other]! }
      default:
        return { ...(extra as RareEvent), seq }
    }
  }
}

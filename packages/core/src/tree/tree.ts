import {
  ASKED,
  CLOSED,
  COUNT_AND_DEPTH,
  DOUBLES,
  EVALUATED,
  EVALUATING,
  EXHAUSTED,
  FIRST_CHILD,
  FLAGS_AND_OPEN,
  Flag,
  GENERATING,
  HIGH_HALF,
  LAST_CHILD,
  LOW_HALF,
  NEXT_SIBLING,
  ONE_HIGH,
  PARENT,
  PENDING,
  PRIOR,
  PRIOR_SUM,
  PRUNED,
  VALUE,
  VALUE_MAX,
  VALUE_SQ_SUM,
  VALUE_SUM,
  VISITS,
  WORDS,
} from './record.ts'
import type { NodeId, Transition, TreeView } from './tree-view.ts'

export { Flag }
export type { NodeId, Transition, TreeView } from './tree-view.ts'

/**
 * The tree arena: one 64-byte record a node in one growable buffer, a cache line each.
 *
 * A node is a small integer, in order of creation, so a child's id is above its parent's; the root is 0. Children that are
 * added together lie side by side; children added later are linked behind them. The tree is written only by `events/fold.ts`,
 * so that a log's fold and a live search cannot differ.
 */

export const ROOT: NodeId = 0
/** What a record can hold: children of a node, steps from the root, and weights and values whose sums stay finite. */
export const MAX_CHILDREN = 65_535
export const MAX_DEPTH = 65_535
export const MAX_PRIOR = 1e30
export const MAX_VALUE = 1e30
/** "No node": an empty link, or nothing to select. The only negative one, which hot loops rely on: `-1` is not a constant to bundlers. */
export const NONE: NodeId = -1

export class Tree implements TreeView {
  size = 0
  /** Steps to the nodes in words, by node id; with room for more nodes than there are. */
  labels: string[]
  /** Names of generators, only where given. */
  readonly sources = new Map<NodeId, string>()
  /** Rewards and discounts, only where given: in reasoning there are none, and records stay a cache line. */
  readonly transitions = new Map<NodeId, Transition>()
  /** Second ways to a state (graph search), with the node that holds it; and the other way round. */
  readonly originals = new Map<NodeId, NodeId>()
  readonly twins = new Map<NodeId, NodeId[]>()
  /** Buffer views, replaced when the arena grows. Public for the hot loops of policies in this package only. */
  f64: Float64Array
  f32: Float32Array
  i32: Int32Array
  u16: Uint16Array

  /** `capacity`: nodes to make room for at once; the arena doubles when it is full. */
  constructor(capacity = 1024) {
    const buffer = new ArrayBuffer(Math.max(1, capacity) * WORDS * 4)
    this.f64 = new Float64Array(buffer)
    this.f32 = new Float32Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.u16 = new Uint16Array(buffer)
    this.labels = new Array<string>(capacity)
  }

  /** Takes `buffer` for its arena: whole records, those of the nodes first. */
  adopt(buffer: ArrayBuffer): void {
    this.f64 = new Float64Array(buffer)
    this.f32 = new Float32Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.u16 = new Uint16Array(buffer)
  }

  /** Appends a node behind its parent's last child. Only `events/fold.ts` calls it. */
  add(parent: NodeId, prior: number, label: string, flags: number): NodeId {
    const node = this.size
    if ((node + 1) * WORDS > this.i32.length) this.grow()
    this.size = node + 1
    const { i32, f32 } = this
    const at = node * WORDS
    i32[at + PARENT] = parent
    i32[at + FIRST_CHILD] = NONE
    i32[at + LAST_CHILD] = NONE
    i32[at + NEXT_SIBLING] = NONE
    i32[at + FLAGS_AND_OPEN] = flags
    f32[at + PRIOR] = prior
    f32[at + VALUE] = Number.NaN
    f32[at + VALUE_MAX] = Number.NEGATIVE_INFINITY
    this.labels[node] = label
    if (parent === NONE) return node
    const up = parent * WORDS
    const last = i32[up + LAST_CHILD]!
    if (last === NONE) i32[up + FIRST_CHILD] = node
    else i32[last * WORDS + NEXT_SIBLING] = node
    i32[up + LAST_CHILD] = node
    f32[up + PRIOR_SUM]! += f32[at + PRIOR]!
    const familySize = i32[up + COUNT_AND_DEPTH]! + 1
    i32[up + COUNT_AND_DEPTH] = familySize
    i32[at + COUNT_AND_DEPTH] = (familySize & HIGH_HALF) + ONE_HIGH
    i32[up + FLAGS_AND_OPEN]! += ONE_HIGH
    return node
  }

  /**
   * Adds `value`, and `pendingChange` to the pending trials, at every node from `node` up to the root. Where steps bring rewards, a node's
   * sums hold returns as its parent sees them: the reward of the step to it and the discounted rest.
   */
  backup(node: NodeId, value: number, pendingChange = 0): void {
    if (this.transitions.size > 0) return this.backupReturns(node, value, pendingChange)
    const { f64, f32, i32 } = this
    const square = value * value
    for (let x = node; x >= 0; x = i32[x * WORDS + PARENT]!) {
      const at = x * WORDS
      const sums = x * DOUBLES
      f64[sums + VALUE_SUM]! += value
      f64[sums + VALUE_SQ_SUM]! += square
      i32[at + VISITS]! += 1
      i32[at + PENDING]! += pendingChange
      if (value > f32[at + VALUE_MAX]!) f32[at + VALUE_MAX] = value
    }
  }

  /** Makes a node another way to an earlier one. */
  link(node: NodeId, original: NodeId): void {
    this.originals.set(node, original)
    const others = this.twins.get(original)
    if (others === undefined) this.twins.set(original, [node])
    else others.push(node)
  }

  /**
   * As `backup`, along a path that went over second ways (`via`, from below up): where it came to a state by one of them, that one receives the
   * value instead of the first way. NaN changes the pending trials only.
   */
  backupVia(node: NodeId, via: readonly NodeId[], value: number, pendingChange: number): void {
    let rest = value
    let crossed = 0
    for (let at = node; at !== NONE;) {
      const isCrossing = crossed < via.length && this.original(via[crossed]!) === at
      const x = isCrossing ? via[crossed++]! : at
      this.i32[x * WORDS + PENDING]! += pendingChange
      if (!Number.isNaN(value)) {
        const step = this.transitions.get(at)
        if (step !== undefined) rest = step.reward + step.discount * rest
        this.addValue(x, rest)
      }
      at = this.parent(x)
    }
  }

  private backupReturns(node: NodeId, value: number, pendingChange: number): void {
    let rest = value
    for (let x = node; x !== NONE; x = this.parent(x)) {
      const step = this.transitions.get(x)
      if (step !== undefined) rest = step.reward + step.discount * rest
      this.addValue(x, rest)
    }
    this.addPending(node, pendingChange)
  }

  /** Adds one value to one node: for backups that give each ancestor a value of its own. */
  addValue(node: NodeId, value: number): void {
    const at = node * WORDS
    this.f64[node * DOUBLES + VALUE_SUM]! += value
    this.f64[node * DOUBLES + VALUE_SQ_SUM]! += value * value
    this.i32[at + VISITS]! += 1
    if (value > this.f32[at + VALUE_MAX]!) this.f32[at + VALUE_MAX] = value
  }

  /** Adds `change` to the pending trials of every node from `node` up to the root. */
  addPending(node: NodeId, change: number): void {
    const { i32 } = this
    for (let x = node; x >= 0; x = i32[x * WORDS + PARENT]!) i32[x * WORDS + PENDING]! += change
  }

  /** Flags of a node whose trial ends: nothing is under way there any more, and its generator may have answered. */
  endTrial(node: NodeId, failed: boolean, exhausted: boolean): void {
    const at = (node * WORDS + FLAGS_AND_OPEN) * 2
    let flags = this.u16[at]!
    if (!failed && (flags & GENERATING) !== 0) flags |= ASKED
    if (exhausted) flags |= EXHAUSTED
    this.u16[at] = flags & ~(EVALUATING | GENERATING)
  }

  setValue(node: NodeId, value: number): void {
    this.f32[node * WORDS + VALUE] = value
    this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2]! |= EVALUATED
  }

  setFlags(node: NodeId, flags: number): void {
    this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2]! |= flags
  }

  clearFlags(node: NodeId, flags: number): void {
    this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2]! &= ~flags
  }

  /** Marks a node closed and takes it from its parent's open children. */
  close(node: NodeId, pruned: boolean): void {
    this.setFlags(node, pruned ? CLOSED | PRUNED : CLOSED)
    const parent = this.parent(node)
    if (parent !== NONE) this.u16[(parent * WORDS + FLAGS_AND_OPEN) * 2 + 1]! -= 1
  }

  /** Takes a closing back, for somebody's own step below. */
  reopen(node: NodeId): void {
    this.clearFlags(node, CLOSED | PRUNED)
    const parent = this.parent(node)
    if (parent !== NONE) this.u16[(parent * WORDS + FLAGS_AND_OPEN) * 2 + 1]! += 1
  }

  parent(node: NodeId): NodeId {
    return this.i32[node * WORDS + PARENT]!
  }
  firstChild(node: NodeId): NodeId {
    return this.i32[node * WORDS + FIRST_CHILD]!
  }
  nextSibling(node: NodeId): NodeId {
    return this.i32[node * WORDS + NEXT_SIBLING]!
  }
  childCount(node: NodeId): number {
    return this.u16[(node * WORDS + COUNT_AND_DEPTH) * 2]!
  }
  depth(node: NodeId): number {
    return this.u16[(node * WORDS + COUNT_AND_DEPTH) * 2 + 1]!
  }
  visits(node: NodeId): number {
    return this.i32[node * WORDS + VISITS]!
  }
  pending(node: NodeId): number {
    return this.i32[node * WORDS + PENDING]!
  }
  valueSum(node: NodeId): number {
    return this.f64[node * DOUBLES + VALUE_SUM]!
  }
  valueSqSum(node: NodeId): number {
    return this.f64[node * DOUBLES + VALUE_SQ_SUM]!
  }
  valueMax(node: NodeId): number {
    return this.f32[node * WORDS + VALUE_MAX]!
  }
  value(node: NodeId): number {
    return this.f32[node * WORDS + VALUE]!
  }
  q(node: NodeId): number {
    return this.f64[node * DOUBLES + VALUE_SUM]! / this.i32[node * WORDS + VISITS]!
  }
  prior(node: NodeId): number {
    return this.f32[node * WORDS + PRIOR]!
  }
  priorSum(node: NodeId): number {
    return this.f32[node * WORDS + PRIOR_SUM]!
  }
  /** All {@link Flag} bits. */
  flags(node: NodeId): number {
    return this.i32[node * WORDS + FLAGS_AND_OPEN]! & LOW_HALF
  }
  has(node: NodeId, flags: number): boolean {
    return (this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2]! & flags) === flags
  }
  isClosed(node: NodeId): boolean {
    return (this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2]! & CLOSED) !== 0
  }
  openChildren(node: NodeId): number {
    return this.u16[(node * WORDS + FLAGS_AND_OPEN) * 2 + 1]!
  }
  label(node: NodeId): string {
    return this.labels[node]!
  }
  source(node: NodeId): string | undefined {
    return this.sources.get(node)
  }

  original(node: NodeId): NodeId {
    return this.originals.size === 0 ? node : (this.originals.get(node) ?? node)
  }
  stateVisits(node: NodeId): number {
    const own = this.visits(node)
    if (this.twins.size === 0) return own
    return (this.twins.get(node) ?? []).reduce((sum, twin) => sum + this.visits(twin), own)
  }

  transition(node: NodeId): Transition | undefined {
    return this.transitions.get(node)
  }

  private grow(): void {
    const old = new Uint8Array(this.i32.buffer)
    const bytes = new Uint8Array(Math.max(WORDS * 4, old.length * 2))
    bytes.set(old)
    this.adopt(bytes.buffer)
  }
}

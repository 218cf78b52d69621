import type { Extension } from '../events/steer-action.ts'
import type { Usage } from '../events/usage.ts'
import type { Fold } from '../events/fold.ts'
import type { NodeId, Tree } from '../tree/tree.ts'
import type { Progress } from './stop.ts'

/**
 * A live view of a search for its stop conditions: always current, made once. A class, because getters of an object literal are other functions
 * in each search, and every condition that reads them would be slow from the second search on.
 */
export class LiveProgress implements Progress {
  readonly tree: Tree
  private readonly fold: Fold
  private readonly countInFlight: () => number
  private readonly clock: (() => number) | undefined
  private readonly startedAt: number

  constructor(fold: Fold, countInFlight: () => number, clock: (() => number) | undefined) {
    this.tree = fold.tree
    this.fold = fold
    this.countInFlight = countInFlight
    this.clock = clock
    this.startedAt = clock?.() ?? 0
  }

  get asked(): number {
    return this.fold.asked
  }
  get succeeded(): number {
    return this.fold.succeeded
  }
  get failed(): number {
    return this.fold.failed
  }
  get inFlight(): number {
    return this.countInFlight()
  }
  get nodes(): number {
    return this.tree.size
  }
  get usage(): Usage {
    return this.fold.usage
  }
  get answerValue(): number | null {
    return this.fold.answer?.value ?? null
  }
  get elapsedMs(): number | null {
    return this.clock === undefined ? null : this.clock() - this.startedAt
  }
  get extended(): Required<Extension> {
    return this.fold.steering.extended
  }
  get root(): NodeId {
    return this.fold.steering.root
  }
}

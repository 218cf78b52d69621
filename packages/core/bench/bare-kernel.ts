import { ROOT_HASH, childHash, valueOf } from './hash-tree.ts'

/**
 * The least that tree search has to do: select, expand, evaluate and back up over 32-byte records in one buffer, with no policies,
 * events, budgets, labels or states of any kind but a hash. The engine's overhead is measured against it.
 *
 * A record: f64 value sum (words 0-1), i32 visits (2), u16 pending and children (3), i32 first child (4), parent (5), f32 prior (6),
 * i32 hash (7).
 */
export interface BareKernel {
  readonly nodes: number
  readonly simulations: number
  simulate(): void
  visits(node: number): number
}

const PUCT_C = 1.25
const PUCT_BASE = 19652
export const FIRST_PLAY_URGENCY = 0.5

export function bareKernel(selection: 'uct' | 'puct', branching: number, capacity: number): BareKernel {
  const buffer = new ArrayBuffer((capacity + branching + 1) * 32)
  const f64 = new Float64Array(buffer)
  const f32 = new Float32Array(buffer)
  const i32 = new Int32Array(buffer)
  const u16 = new Uint16Array(buffer)
  let nodes = 0
  let simulations = 0

  function add(parent: number, hash: number, prior: number): void {
    const at = nodes++ * 8
    i32[at + 5] = parent
    f32[at + 6] = prior
    i32[at + 7] = hash
  }

  function pickByUct(node: number, first: number, end: number): number {
    const log = 2 * Math.log(i32[node * 8 + 2]! + u16[node * 16 + 6]!)
    let best = first
    let bestScore = Number.NEGATIVE_INFINITY
    for (let child = first; child < end; child++) {
      const visits = i32[child * 8 + 2]!
      if (visits === 0) return child
      const score = f64[child * 4]! / visits + Math.sqrt(log / (visits + u16[child * 16 + 6]!))
      if (score > bestScore) {
        bestScore = score
        best = child
      }
    }
    return best
  }

  function pickByPuct(node: number, first: number, end: number): number {
    const parentVisits = i32[node * 8 + 2]! + u16[node * 16 + 6]!
    const scale = (PUCT_C + Math.log((parentVisits + PUCT_BASE + 1) / PUCT_BASE)) * Math.sqrt(parentVisits)
    let best = first
    let bestScore = Number.NEGATIVE_INFINITY
    for (let child = first; child < end; child++) {
      const visits = i32[child * 8 + 2]!
      const q = visits > 0 ? f64[child * 4]! / visits : FIRST_PLAY_URGENCY
      const score = q + (scale * f32[child * 8 + 6]!) / (1 + visits + u16[child * 16 + 6]!)
      if (score > bestScore) {
        bestScore = score
        best = child
      }
    }
    return best
  }

  const pick = selection === 'uct' ? pickByUct : pickByPuct

  function simulate(): void {
    let node = 0
    for (let children = u16[7]!; children !== 0; children = u16[node * 16 + 7]!) {
      const first = i32[node * 8 + 4]!
      node = pick(node, first, first + children)
    }
    const hash = i32[node * 8 + 7]!
    i32[node * 8 + 4] = nodes
    u16[node * 16 + 7] = branching
    for (let i = 0; i < branching; i++) add(node, childHash(hash, i), 1 / branching)
    const value = valueOf(hash)
    for (let x = node; x >= 0; x = i32[x * 8 + 5]!) {
      i32[x * 8 + 2]! += 1
      f64[x * 4]! += value
    }
    simulations++
  }

  add(-1, ROOT_HASH, 1)
  return {
    get nodes() {
      return nodes
    },
    get simulations() {
      return simulations
    },
    simulate,
    visits: (node) => i32[node * 8 + 2]!,
  }
}

import type { InferenceSession, TensorConstructor } from 'onnxruntime-common'
import type { InputKind, Thought } from '../thought-model.ts'
import type { ThoughtContract } from './contract.ts'
import type { Delta, DeltaCaches } from './delta-caches.ts'
import { outputData } from './step-shapes.ts'

/** Positions to be computed behind a past. */
export interface StepRow {
  readonly past: Delta | null
  /** [count, dim] */
  readonly inputs: Float32Array
  readonly count: number
  readonly as: InputKind
}

/** Rows in one call of the graph, at most: caches of a batch lie in one tensor, and a page has 4 GB for everything. */
const MAX_ROWS = 64

/**
 * Runs rows through the graph: those with as much past and as many new positions together, in their order, so no row is padded and no
 * mask is needed. Calls go one after another, because not every runtime takes a second one before the first is done.
 */
export function createStepRunner(
  contract: ThoughtContract,
  session: InferenceSession,
  Tensor: TensorConstructor,
  caches: DeltaCaches,
): (rows: readonly StepRow[]) => Promise<readonly Thought[]> {
  const { dim, layers, heads, projector } = contract
  let last: Promise<unknown> = Promise.resolve()

  async function runTogether(rows: readonly StepRow[]): Promise<readonly Thought[]> {
    const [batch, count, past] = [rows.length, rows[0]!.count, rows[0]!.past?.length ?? 0]
    const inputs = new Float32Array(batch * count * dim)
    for (const [row, { inputs: own }] of rows.entries()) inputs.set(own, row * count * dim)
    const position = BigInt64Array.from({ length: batch * count }, (_, i) => BigInt(past + (i % count)))
    const parents = rows.map((row) => row.past)
    const { keys, values } = caches.gather(parents, past)
    const pastShape = [layers, batch, heads, past, dim / heads]
    const feeds = {
      inputs_embeds: new Tensor('float32', inputs, [batch, count, dim]),
      position: new Tensor('int64', position, [batch, count]),
      past_keys: new Tensor('float32', keys, pastShape),
      past_values: new Tensor('float32', values, pastShape),
      ...(projector ? { thought_mask: new Tensor('float32', thoughtMask(rows, count), [batch, count]) } : {}),
    }
    const outputs = await session.run(feeds)
    const presentShape = [layers, batch, heads, count, dim / heads]
    const hidden = outputData(outputs, 'hidden', [batch, count, dim])
    const grown = caches.split(parents, count, {
      keys: outputData(outputs, 'present_keys', presentShape),
      values: outputData(outputs, 'present_values', presentShape),
    })
    return grown.map((cache, row) => {
      const end = (row + 1) * count * dim
      return { hidden: hidden.slice(end - dim, end), cache }
    })
  }

  async function runAll(rows: readonly StepRow[]): Promise<readonly Thought[]> {
    const thoughts = new Array<Thought>(rows.length)
    for (const group of groupsOf(rows)) {
      const results = await runTogether(group.map((row) => rows[row]!))
      for (const [i, row] of group.entries()) thoughts[row] = results[i]!
    }
    return thoughts
  }

  return (rows) => {
    const result = last.then(async () => runAll(rows))
    last = result.catch(() => undefined)
    return result
  }
}

/** 1 at each position that is a thought. [batch, count] */
function thoughtMask(rows: readonly StepRow[], count: number): Float32Array {
  return Float32Array.from({ length: rows.length * count }, (_, i) =>
    rows[Math.floor(i / count)]!.as === 'thought' ? 1 : 0,
  )
}

/** Rows that can run together, as indices. */
function groupsOf(rows: readonly StepRow[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [i, { past, count }] of rows.entries()) {
    const key = `${past?.length ?? 0} ${count}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [i])
    else group.push(i)
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MAX_ROWS) }, (_, i) => group.slice(i * MAX_ROWS, (i + 1) * MAX_ROWS)),
  )
}

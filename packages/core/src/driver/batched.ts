import { SearchError, checkNumber } from '../errors.ts'
import type { Expansion, Outcome, Trial } from '../search/expansion.ts'
import { isCalledOff, newController, onCalledOff, type Signal } from './abort.ts'
import { failureOf, rejectionOf, type Failure } from './failure.ts'
import type { ExpandContext, ExpandFn } from './run-search.ts'

/**
 * Does the work of several trials in one call. Outcomes in the order of the trials, as many as there are trials; an item that failed is an
 * `error` in its place. The signal fires when nobody needs any of the results any more.
 */
export type ExpandManyFn<State, Step> = (
  trials: readonly Trial<State>[],
  context: { readonly signal: Signal },
) => Promise<readonly Outcome<Step>[]>

export interface BatchOptions {
  /** Trials in one call, at most. Whole, 1 to 65,536. A search that keeps fewer in flight never fills it. */
  readonly maxBatch: number
  /**
   * Milliseconds that a trial waits at most for others while another call is under way. Default 0: a call goes out as soon as the search
   * has nothing to add. Above 0 needs `sleep`.
   */
  readonly maxWaitMs?: number
  /** Resolves after that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>
}

/** A trial that waits for its result. */
interface Member<State, Step> {
  readonly trial: Trial<State>
  readonly resolve: (expansion: Expansion<Step>) => void
  readonly reject: (error: unknown) => void
}

/** Trials of one call, before it goes out and after. Those that were called off have left. */
interface Batch<State, Step> {
  readonly members: Set<Member<State, Step>>
  readonly controller: ReturnType<typeof newController>
}

/**
 * Micro-batching: gathers trials that are in flight together into one call, for models that work through a batch in little more than the
 * time of one item. A call goes out
 * - when it is full;
 * - when the search can send nothing more before a result comes back (the driver's `whenIdle`), at once or, where other calls are under way
 *   whose results may bring more, after `maxWaitMs` at the latest;
 * - without a driver that says when it is idle, with the next microtask or after `maxWaitMs`.
 *
 * Each trial stands for itself: one that is called off leaves at once and the others go on; one whose item failed fails alone. A call that
 * rejects, or that returns anything but as many outcomes as trials, fails all of its trials.
 */
export function batched<State, Step>(
  expandMany: ExpandManyFn<State, Step>,
  options: BatchOptions,
): ExpandFn<State, Step> {
  const { sleep } = options
  const maxBatch = checkNumber('batched.maxBatch', options.maxBatch, { min: 1, max: 65_536, integer: true })
  const maxWaitMs = checkNumber('batched.maxWaitMs', options.maxWaitMs ?? 0, { min: 0 })
  if (maxWaitMs > 0 && sleep === undefined)
    throw new SearchError('INVALID_OPTIONS', 'batched.maxWaitMs: got no `sleep` to wait with', { got: maxWaitMs })
  let gathering: Batch<State, Step> | null = null
  let callsUnderWay = 0

  function send(batch: Batch<State, Step>): void {
    if (gathering !== batch) return
    gathering = null
    if (batch.members.size === 0) return
    callsUnderWay++
    const sent = [...batch.members]
    void outcomesOf(expandMany, sent, batch.controller.signal).then((outcomes) => {
      callsUnderWay--
      for (const [i, { resolve, reject }] of sent.entries()) {
        const outcome = outcomes[i]!
        // Anything malformed goes on as it is: the search says what is wrong with it.
        if (isFailure(outcome)) reject(rejectionOf(outcome))
        else resolve(outcome)
      }
    })
  }

  function begin(context: ExpandContext): Batch<State, Step> {
    const batch = { members: new Set<Member<State, Step>>(), controller: newController() }
    const sendIt = (): void => send(batch)
    const onIdle = (): void => {
      if (gathering !== batch) return
      if (maxWaitMs === 0 || callsUnderWay === 0) send(batch)
      else context.whenIdle?.(onIdle)
    }
    context.whenIdle?.(onIdle)
    if (sleep !== undefined && maxWaitMs > 0) void sleep(maxWaitMs).then(sendIt, sendIt)
    else if (context.whenIdle === undefined) void Promise.resolve().then(sendIt)
    return batch
  }

  return (trial, context) =>
    new Promise((resolve, reject) => {
      if (isCalledOff(context)) return reject(new Error('called off'))
      const batch = (gathering ??= begin(context))
      const member = { trial, resolve, reject }
      batch.members.add(member)
      onCalledOff(context, () => {
        batch.members.delete(member)
        reject(new Error('called off'))
        if (batch.members.size > 0) return
        if (gathering === batch) gathering = null
        batch.controller.abort()
      })
      if (batch.members.size === maxBatch) send(batch)
    })
}

/** An outcome for each member, whatever the call did. What a failed call cost goes to the first of them. */
async function outcomesOf<State, Step>(
  expandMany: ExpandManyFn<State, Step>,
  sent: readonly Member<State, Step>[],
  signal: Signal,
): Promise<readonly Outcome<Step>[]> {
  const trials = sent.map(({ trial }) => trial)
  try {
    const outcomes: unknown = await expandMany(trials, { signal })
    if (Array.isArray(outcomes) && outcomes.length === sent.length) return outcomes as readonly Outcome<Step>[]
    const got = Array.isArray(outcomes) ? `${outcomes.length} outcomes` : typeof outcomes
    const message = `batched: got ${got}, expected an outcome for each of ${sent.length} trials`
    return sent.map(() => ({ error: { code: 'invalid-batch', message } }))
  } catch (thrown) {
    const failure = failureOf(thrown)
    return sent.map((_, i) => (i === 0 ? failure : { error: failure.error }))
  }
}

function isFailure<Step>(outcome: Outcome<Step>): outcome is Failure {
  if (typeof outcome !== 'object' || outcome === null || !('error' in outcome)) return false
  const error = outcome.error as Partial<Failure['error']> | null | undefined
  return typeof error?.code === 'string' && typeof error.message === 'string'
}

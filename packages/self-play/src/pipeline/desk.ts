import { isUsage, messageOf, newController, NO_USAGE, type Signal, type Usage } from '@espalier/core'
import type { CallRecord } from '../record/call-record.ts'
import { keyOf, type CallEntry, type CallRequest, type RecordEntry } from '../record/entry.ts'
import type { Completions, Roles } from '../roles/role.ts'
import { isSelfPlayError } from '../self-play-error.ts'
import type { Purse } from './budget.ts'
import { createSlots } from './slots.ts'

/** A role that failed as often as it is tried. Its prompt is left, and tried again when the run goes on. */
export class RoleFailure extends Error {
  override readonly name = 'RoleFailure'
  readonly request: CallRequest

  constructor(request: CallRequest, message: string) {
    super(`${request.role}: ${message}`)
    this.request = request
  }
}

/** No more calls go out: the budget is spent, somebody called the run off, or the record cannot be written. */
export class Halt extends Error {
  override readonly name = 'Halt'
  readonly reason: 'budget' | 'aborted' | 'record'

  constructor(reason: Halt['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Where calls are made: from the record if they are there, else by the role, written down before anybody sees the result. */
export interface Desk {
  call(request: CallRequest): Promise<CallEntry>
  /** Resolves when no call is under way any more. */
  settle(): Promise<void>
}

export interface DeskOptions {
  readonly record: CallRecord
  readonly purse: Purse
  readonly roles: (round: number) => Roles
  /** Calls in flight at once. */
  readonly slots: number
  /** Times that a call is made before its role counts as failed. */
  readonly tries: number
  readonly signal?: Signal
}

export function createDesk({ record, purse, roles, slots: count, tries, signal }: DeskOptions): Desk {
  const slots = createSlots(count)
  const underWay = new Map<string, Promise<CallEntry>>()
  /** One for each call in flight: listeners go with the call that added them. */
  const controllers = new Set<ReturnType<typeof newController>>()
  let isCalledOff = false
  let halted: Halt | null = null

  function halt(why: Halt): Halt {
    halted ??= why
    slots.close(halted)
    return halted
  }
  const calledOff = (): Halt => new Halt('aborted', 'the run was called off')
  const callOff = (): void => {
    halt(calledOff())
    isCalledOff = true
    for (const controller of controllers) controller.abort()
  }
  if (signal?.aborted === true) callOff()
  else signal?.addEventListener('abort', callOff, { once: true })

  async function pay(key: string, request: CallRequest): Promise<CallEntry> {
    for (let left = tries; ; left--) {
      const entry = await attempt(key, request)
      if (entry.kind === 'call') return entry
      if (left === 1) throw new RoleFailure(request, entry.message)
    }
  }

  /** One try, written down. It gives its place away only then, so no more than that many results are ever unwritten. */
  async function attempt(key: string, request: CallRequest): Promise<RecordEntry> {
    const { round, stage, role, index, sampling } = request
    await slots.enter()
    try {
      const refusal = purse.refusal(stage)
      // Another stage may still have money.
      if (refusal !== null) throw new Halt('budget', `budget spent, ${refusal}`)
      if (halted !== null) throw halted
      purse.begin(stage)
      const controller = newController()
      controllers.add(controller)
      const result = await completionsOf(roles(round), request, controller.signal)
      controllers.delete(controller)
      purse.pay(stage, result.usage)
      if ('code' in result && isCalledOff) throw calledOff()
      const entry: RecordEntry =
        'code' in result
          ? { kind: 'failure', key, stage, role, ...result }
          : { kind: 'call', key, round, stage, role, index, sampling, ...result }
      await write(entry)
      return entry
    } finally {
      slots.leave()
    }
  }

  async function write(entry: RecordEntry): Promise<void> {
    try {
      await record.add(entry)
    } catch (error) {
      throw halt(new Halt('record', messageOf(error), { cause: isSelfPlayError(error) ? error : undefined }))
    }
  }

  return {
    call: (request) => {
      const key = keyOf(request)
      const known = record.find(key)
      if (known !== undefined) return Promise.resolve(known)
      let work = underWay.get(key)
      if (work === undefined) {
        work = pay(key, request).finally(() => underWay.delete(key))
        underWay.set(key, work)
      }
      return work
    },
    settle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay.values())
      signal?.removeEventListener('abort', callOff)
    },
  }
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly usage: Usage
}

/** What the role wrote, or how it failed. Roles are other people's: what they return is not believed. */
async function completionsOf(
  roles: Roles,
  { role, messages, sampling }: CallRequest,
  signal: Signal,
): Promise<Completions | Failure> {
  try {
    const got: unknown = await roles[role](messages, { ...sampling, signal })
    const { texts, usage } = (typeof got === 'object' && got !== null ? got : {}) as Partial<Completions>
    const cost = isUsage(usage) ? usage : NO_USAGE
    const fault = faultOf(texts, usage, sampling.n)
    return fault === null
      ? { texts: [...texts!], usage: cost }
      : { code: 'invalid-completions', message: fault, usage: cost }
  } catch (error) {
    const { code, usage } = (error ?? {}) as { readonly code?: unknown; readonly usage?: unknown }
    return {
      code: typeof code === 'string' ? code : 'role-failed',
      message: messageOf(error),
      usage: isUsage(usage) ? usage : NO_USAGE,
    }
  }
}

function faultOf(texts: unknown, usage: unknown, n: number): string | null {
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) return 'texts: expected a list of texts'
  if (texts.length > n) return `texts: got ${texts.length}, expected at most ${n}`
  return isUsage(usage) ? null : 'usage: expected counts of at least 0'
}

import { messageOf } from '../errors.ts'
import { isUsage } from '../events/usage.ts'
import { MAX_PRIOR, MAX_VALUE } from '../tree/tree.ts'
import type { Outcome, Proposal, Trial } from './expansion.ts'

interface Range {
  readonly min: number
  readonly max: number
}

const REWARDS: Range = { min: -MAX_VALUE, max: MAX_VALUE }
const DISCOUNTS: Range = { min: -1, max: 1 }

/**
 * Why an outcome cannot be used; null if it can. Outcomes come from models and networks, so their types are not believed:
 * whatever is wrong becomes a failed trial, never an exception in the middle of a search.
 */
export function outcomeFault<State, Step>(trial: Trial<State>, outcome: Outcome<Step>, range: Range): string | null {
  if (typeof outcome !== 'object' || outcome === null)
    return `got ${messageOf(outcome)}, expected an expansion or an error`
  if (outcome.usage !== undefined && !isUsage(outcome.usage)) return 'usage: expected counts of at least 0'
  if ('error' in outcome) {
    const { error } = outcome
    const whole =
      typeof error === 'object' && error !== null && typeof error.code === 'string' && typeof error.message === 'string'
    return whole ? null : `error: got ${messageOf(error)}, expected a code and a message`
  }
  const { value, proposals, reward, discount, rejected, critique } = outcome
  if (trial.evaluate ? !inRange(value, range) : value !== null) {
    return `value ${messageOf(value)}, expected ${trial.evaluate ? `a number in [${range.min}, ${range.max}]` : 'null'}`
  }
  if ((reward !== undefined || discount !== undefined) && (!trial.evaluate || trial.depth === 0))
    return 'reward and discount: expected only with the value of a node that a step leads to'
  if (reward !== undefined && !inRange(reward, REWARDS))
    return `reward ${messageOf(reward)}, expected a number from ${REWARDS.min} to ${REWARDS.max}`
  if (discount !== undefined && !inRange(discount, DISCOUNTS))
    return `discount ${messageOf(discount)}, expected a number in [-1, 1]`
  if (!Array.isArray(proposals)) return `proposals: got ${typeof proposals}, expected an array`
  if (proposals.length > trial.want) return `${proposals.length} proposals, expected at most ${trial.want}`
  for (let i = 0; i < proposals.length; i++) {
    const fault = proposalFault(proposals[i] as Proposal<Step>, range)
    if (fault !== null) return fault
  }
  if (critique !== undefined && typeof critique !== 'string') return `critique: got ${typeof critique}, expected text`
  if (rejected !== undefined && !areRejections(rejected)) return 'rejected: expected labels with reasons'
  return null
}

function proposalFault<Step>(proposal: Proposal<Step>, range: Range): string | null {
  if (typeof proposal !== 'object' || proposal === null)
    return `proposal: got ${messageOf(proposal)}, expected a step with a prior`
  const { prior, value, source } = proposal
  if (!(typeof prior === 'number' && prior >= 0 && prior <= MAX_PRIOR))
    return `prior ${messageOf(prior)}, expected a number from 0 to ${MAX_PRIOR}`
  if (value !== undefined && !inRange(value, range))
    return `proposal value ${messageOf(value)}, expected a number in [${range.min}, ${range.max}]`
  return source === undefined || typeof source === 'string' ? null : `source: got ${typeof source}, expected text`
}

function areRejections(rejected: unknown): boolean {
  if (!Array.isArray(rejected)) return false
  return rejected.every(
    (one: { label?: unknown; reason?: unknown } | null) =>
      typeof one?.label === 'string' && typeof one.reason === 'string',
  )
}

function inRange(x: unknown, range: Range): boolean {
  return typeof x === 'number' && x >= range.min && x <= range.max
}

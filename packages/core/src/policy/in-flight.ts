import { checkNumber } from '../errors.ts'

/**
 * How trials in flight bear on a child's value. Their number always counts as visits in the exploration term (WU-UCT, Liu 2020 §3).
 * - `wu-uct`: the value is the mean of what came back;
 * - `{ virtualLoss: k }`: each trial in flight also counts as k results of 0 until it comes back (Chaslot 2008).
 */
export type InFlight = 'wu-uct' | { readonly virtualLoss: number }

/** Results of 0 that a trial in flight counts as. */
export function lossPerTrial(inFlight: InFlight = 'wu-uct'): number {
  return inFlight === 'wu-uct' ? 0 : checkNumber('virtualLoss', inFlight.virtualLoss, { min: 0 })
}

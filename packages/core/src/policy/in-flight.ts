import { checkNumber } from '../errors.ts'

/**
 * How trials in flight bear on where the next one goes. A node that a trial works at right now is passed over in any case.
 * - `none`: they do not count until they come back;
 * - `wu-uct`: each counts as a visit in the exploration term, the value is the mean of what came back (WU-UCT, Liu 2020 §3);
 * - `{ virtualLoss: k }`: each also counts as k results of the lowest value (Chaslot 2008). `visits`: visits that it counts as, default 1;
 *   Chaslot's own way, which adds the losses to the visits, is `visits: k`.
 */
export type InFlight = 'none' | 'wu-uct' | { readonly virtualLoss: number; readonly visits?: number }

/** What one trial in flight counts as. */
export interface InFlightWeights {
  /** Visits, in the exploration term. */
  readonly visits: number
  /** Results of the lowest value, in the mean. */
  readonly losses: number
}

/** Throws `INVALID_OPTIONS` for numbers below 0. */
export function weightsOf(inFlight: InFlight = 'wu-uct'): InFlightWeights {
  if (typeof inFlight === 'string') return { visits: inFlight === 'none' ? 0 : 1, losses: 0 }
  return {
    visits: checkNumber('pendingVisits', inFlight.visits ?? 1, { min: 0 }),
    losses: checkNumber('virtualLoss', inFlight.virtualLoss, { min: 0 }),
  }
}

/** The same as two numbers of a preset. */
export interface InFlightOptions {
  /** Results of the lowest value that a trial in flight counts as. Default 0. At least 0. */
  readonly virtualLoss?: number
  /** Visits that it counts as: 1, the default, for WU-UCT; 0 for no account of it but that its node is passed over. At least 0. */
  readonly pendingVisits?: number
}

/** The policy's option and what of it goes into a preset's params: only what was given. */
export function inFlightOf(where: string, { virtualLoss, pendingVisits }: InFlightOptions) {
  const params = {
    ...(virtualLoss === undefined ? {} : { virtualLoss: checkNumber(`${where}.virtualLoss`, virtualLoss, { min: 0 }) }),
    ...(pendingVisits === undefined
      ? {}
      : { pendingVisits: checkNumber(`${where}.pendingVisits`, pendingVisits, { min: 0 }) }),
  }
  const inFlight: InFlight = { virtualLoss: virtualLoss ?? 0, visits: pendingVisits ?? 1 }
  return { inFlight, params }
}

import type { ExpandFn } from '@espalier/core'
import { FREE, type CatalogModel } from './catalog-model.ts'
import { COUNTDOWN_TASK } from './countdown/countdown-task.ts'
import { uniformSteps } from './countdown/uniform-steps.ts'
import { PROSQA_TASK } from './prosqa/prosqa-task.ts'
import { SEATING_TASK } from './seating/seating-task.ts'
import { uniformSeats } from './seating/uniform-seats.ts'
import { uniformNodes } from './prosqa/uniform-nodes.ts'

/** Name of the model in specs. */
export const UNIFORM_MODEL = 'uniform'

const EXPAND: Readonly<Record<string, ExpandFn<unknown, unknown>>> = {
  [COUNTDOWN_TASK]: uniformSteps as ExpandFn<unknown, unknown>,
  [PROSQA_TASK]: uniformNodes as ExpandFn<unknown, unknown>,
  [SEATING_TASK]: uniformSeats as ExpandFn<unknown, unknown>,
}

/**
 * The baseline that has no network: every step with the same prior, and 1/2 for every unfinished state; of seats those that the verifier allows, and its
 * values. What a network is worth is the
 * difference to this one.
 */
export function uniformModel(): CatalogModel {
  return {
    name: UNIFORM_MODEL,
    about: 'The baseline without a network: all steps with equal priors, 1/2 for every unfinished state.',
    tasks: Object.keys(EXPAND),
    states: 'text',
    prices: FREE,
    createExpand: (task) => ({ expand: EXPAND[task]!, dispose: () => {} }),
  }
}

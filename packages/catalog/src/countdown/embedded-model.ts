import type { ExpandFn } from '@espalier/core'
import { createCountdownModel } from '@espalier/models'
import { countdownTextTask } from '@espalier/tasks'
import { embeddedExpand, embeddedJudge, embeddedProvider, embeddedStepModel } from '@espalier/token'
import { FREE, type CatalogModel } from '../catalog-model.ts'
import { COUNTDOWN_TASK } from './countdown-task.ts'

/** The embedded Countdown model from the bytes of its checkpoint. Throws a ModelError for bytes that are none. */
export function embeddedModel(checkpoint: Uint8Array): CatalogModel {
  const model = createCountdownModel(checkpoint)
  return {
    name: model.name,
    about: 'The embedded transformer: writes steps with their probabilities and judges states, on this machine.',
    tasks: [COUNTDOWN_TASK],
    states: 'text',
    prices: FREE,
    raw: { writer: embeddedProvider(model), judge: embeddedJudge(model) },
    createExpand: () => {
      const steps = embeddedStepModel(model)
      const expand = embeddedExpand(steps, countdownTextTask()) as ExpandFn<unknown, unknown>
      return { expand, dispose: () => steps.dispose() }
    },
  }
}

import type { ExpandFn } from '@espalier/core'
import { countdownTextTask } from '@espalier/tasks'
import { providerStepModel, providerValueModel, textExpand } from '@espalier/token'
import { firstLine, instructed } from '../language/instructed.ts'
import type { LanguageModel } from '../language/language-model.ts'

const STEP =
  'Combine two of the numbers behind the colon to get nearer to the one before it. Write one line: 13 - 9 = 4 (left: 4 4 10)'
const VALUE =
  'How likely is it that the number before the colon can be made of all those behind it? Write JSON: {"value": 0.5}'

/** Puzzles put to a language model: it writes steps, which are checked, and says how likely a state can be solved. */
export function countdownByLanguage({ writer, judge, prompts }: LanguageModel): ExpandFn<unknown, unknown> {
  const models =
    prompts === 'bare'
      ? {
          steps: providerStepModel({ provider: writer, maxTokens: 48, probability: 'whole' }),
          values: providerValueModel({ provider: judge }),
        }
      : {
          steps: providerStepModel({ provider: writer, maxTokens: 256, input: instructed(STEP), read: firstLine }),
          values: providerValueModel({ provider: judge, input: instructed(VALUE) }),
        }
  return textExpand(models, countdownTextTask()) as ExpandFn<unknown, unknown>
}

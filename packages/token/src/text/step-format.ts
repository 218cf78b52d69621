import type { Json } from '@espalier/core'
import type { ProviderStepModelOptions } from '../provider/provider-step-model.ts'

/**
 * How one step is told from what comes after it.
 * - `line`: a step is a line, and the model is stopped at its end;
 * - `delimited`: a step stands between marks, and may have several lines;
 * - `structured`: a step is a field of JSON, for servers that hold a model to a schema.
 */
export type StepFormat = 'line' | 'delimited' | 'structured'

interface FormatRules extends Pick<ProviderStepModelOptions, 'stop' | 'schema' | 'read'> {
  /** What the model is told. */
  readonly instruction: string
}

const STEP_SCHEMA: Json = {
  type: 'object',
  properties: { step: { type: 'string' } },
  required: ['step'],
  additionalProperties: false,
}

export const STEP_FORMATS: Readonly<Record<StepFormat, FormatRules>> = {
  line: {
    instruction: 'Write the next step only, as one line.',
    stop: ['\n'],
    read: (text) => withoutNumber(text.trim()),
  },
  delimited: {
    instruction: 'Write the next step only, between <step> and </step>.',
    stop: ['</step>'],
    read: (text) => withoutNumber((text.split('<step>')[1] ?? text).trim()),
  },
  structured: {
    instruction: 'Write the next step only, as JSON: {"step": "…"}.',
    schema: { name: 'step', schema: STEP_SCHEMA },
    read: stepField,
  },
}

/** Models that see numbered steps like to number theirs. */
const withoutNumber = (text: string): string => text.replace(/^(?:step )?\d{1,3}[.:)] +/i, '')

function stepField(text: string): string | null {
  try {
    const { step } = JSON.parse(text) as { readonly step?: unknown }
    return typeof step === 'string' ? withoutNumber(step.trim()) : null
  } catch {
    return null
  }
}

import { addUsage, NO_USAGE, type Evaluation, type ExpandContext, type GenerateFn, type Usage } from '@espalier/core'
import type { ContentPart } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { providerStepModel, type ProviderStepModelOptions } from '../provider/provider-step-model.ts'
import { stepGenerator, type ParsedStep } from '../step-generator.ts'
import { STEP_FORMATS, type StepFormat } from './step-format.ts'
import { asConversation, avoiding, draftPrompt, stepsPrompt } from './text-prompts.ts'
import type { TextState } from './text-state.ts'

export interface TextGeneratorOptions extends Pick<
  ProviderStepModelOptions,
  'provider' | 'maxTokens' | 'temperature' | 'cacheKey'
> {
  /** What the model is told before every problem. */
  readonly instruction?: string
  /** Calls of one trial at most, where what came back was refused. Default 3. */
  readonly maxRequests?: number
}

export interface NextStepOptions extends TextGeneratorOptions {
  /** Default `line`. */
  readonly format?: StepFormat
}

const REASON = 'Solve the problem step by step. The last step states the answer as "Answer: …".'
const ANSWER = 'Solve the problem. End with the answer as "Answer: …".'
const REFINE = 'Rewrite the answer given so that what the critique says is put right. Write the new answer only.'
const CRITICISE = 'Say what is wrong with the answer given, or missing, in a few sentences. Do not rewrite it.'

/** Writes the next step of a line. */
export function nextSteps(options: NextStepOptions): GenerateFn<TextState, string> {
  return promptedSteps(options, stepsPrompt)
}

/** The same from prompts with more at their end, and images behind that. */
export function promptedSteps(
  options: NextStepOptions,
  prompt: (state: TextState) => string,
  images: readonly ContentPart[] = [],
): GenerateFn<TextState, string> {
  const { format = 'line', instruction = REASON } = options
  const { instruction: form, ...rules } = STEP_FORMATS[format]
  return generator({ maxTokens: 256, ...options, ...rules }, `${instruction} ${form}`, prompt, images)
}

/** Writes a whole answer, from the problem alone. For lines of one step, and for drafts. */
export function wholeAnswers(options: TextGeneratorOptions): GenerateFn<TextState, string> {
  const fresh = ({ question }: TextState): string => draftPrompt({ question, steps: [] })
  return generator({ maxTokens: 1024, ...options }, options.instruction ?? ANSWER, fresh)
}

/**
 * Writes the answer anew with a critique of it: the one that the evaluation made in the same trial, or else one that the model is asked for
 * first, once a draft. At the root, where there is no draft, it writes a first one. (Refinement as in MCTSr, arXiv 2406.07394, and SPaR,
 * arXiv 2412.11605.)
 */
export function refinements(options: TextGeneratorOptions): GenerateFn<TextState, string> {
  const first = wholeAnswers({ ...options, instruction: ANSWER })
  const critiques = new Map<string, string>()
  return async (trial, evaluation, context) => {
    if (trial.state.steps.length === 0) return first(trial, evaluation, context)
    const draft = draftPrompt(trial.state)
    const known = evaluation?.critique ?? critiques.get(draft)
    const asked = known === undefined ? await criticise(options.provider, draft, options, context) : null
    const critique = known ?? asked!.critique
    critiques.set(draft, critique)
    const refine = generator({ maxTokens: 1024, ...options }, options.instruction ?? REFINE, (state) =>
      draftPrompt(state).concat(`\nCritique:\n${critique}\n`),
    )
    const paid = asked?.usage ?? NO_USAGE
    try {
      const generation = await refine(trial, evaluation, context)
      return { ...generation, usage: addUsage(paid, generation.usage ?? NO_USAGE) }
    } catch (error) {
      const { usage = NO_USAGE } = error as { readonly usage?: Usage }
      throw Object.assign(error as Error, { usage: addUsage(paid, usage) })
    }
  }
}

async function criticise(
  provider: Provider,
  draft: string,
  { maxTokens = 1024, cacheKey }: TextGeneratorOptions,
  { signal }: ExpandContext,
): Promise<Required<Pick<Evaluation, 'critique'>> & { readonly usage: Usage }> {
  const { samples, usage } = await provider.complete(
    {
      input: asConversation(CRITICISE)(draft),
      maxTokens,
      temperature: 0,
      ...(cacheKey === undefined ? {} : { cacheKey }),
    },
    { signal },
  )
  return { critique: samples[0]?.text.trim() ?? '', usage }
}

function generator(
  options: TextGeneratorOptions & Pick<ProviderStepModelOptions, 'stop' | 'schema' | 'read'>,
  instruction: string,
  prompt: (state: TextState) => string,
  images: readonly ContentPart[] = [],
): GenerateFn<TextState, string> {
  const { maxRequests } = options
  return stepGenerator<TextState, string>({
    model: providerStepModel({ ...options, input: asConversation(instruction, images), avoiding }),
    prompt,
    parse: (_state, text) => parseText(text),
    key: (step) => step,
    ...(maxRequests === undefined ? {} : { maxRequests }),
  })
}

const parseText = (text: string): ParsedStep<string> =>
  text === '' ? { ok: false, reason: 'no-step' } : { ok: true, step: text }

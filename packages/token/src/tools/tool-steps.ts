import { Validator, type Schema } from '@cfworker/json-schema'
import type { ExpandContext, GenerateFn, Proposal, StateBackend } from '@espalier/core'
import type { ToolCall } from '../provider/model-call.ts'
import { providerStepModel } from '../provider/provider-step-model.ts'
import { stepGenerator } from '../step-generator.ts'
import type { TextGeneratorOptions } from '../text/generators.ts'
import { textBackend, type TextBackendOptions } from '../text/text-backend.ts'
import { asConversation, avoiding, stepsPrompt } from '../text/text-prompts.ts'
import { markedAnswer, type TextState } from '../text/text-state.ts'
import { observed, type OutsideLimits } from './outside.ts'
import { checkTools, toolsInWords, type Tool } from './tool.ts'
import { OBSERVATION_STOP, readDraft, withObservations, withoutObservations, type DraftStep } from './tool-text.ts'

export interface ToolStepOptions extends TextGeneratorOptions, OutsideLimits {
  readonly tools: readonly Tool[]
  /** How the model is told of tools and asks for calls: by the server's own fields, or in text. Default `native`; servers without fall back to text. */
  readonly shape?: 'native' | 'text'
}

const REASON =
  'Solve the problem step by step. Write the next step only: one thought, and a tool call where it helps. The last step states the answer as "Answer: …".'

/**
 * Steps that may call tools and read what these give (ReAct: Yao 2023, arXiv 2210.03629): a step is a thought, its calls, and an observation for each
 * in the order of the calls. The observations are part of the step's text and so of its label: a search that is replayed or gone on from calls no
 * tool again. A name that no tool has, arguments that do not fit, a tool that throws, hangs or gives too much are observations that say so, for the
 * model to go on from. Calls are made once the trial's steps are known, all at once; a step that is there already calls nothing.
 */
export function toolSteps(options: ToolStepOptions): GenerateFn<TextState, string> {
  const { tools, shape = 'native', instruction = REASON, maxRequests, ...rest } = options
  checkTools(tools)
  const callable = new Map(tools.map((tool) => [tool.name, { tool, fits: fitsSchema(tool) }]))
  const specs = tools.map(({ name, description, parameters }) => ({ name, description, parameters }))
  const isNative = shape === 'native'
  const generate = stepGenerator<TextState, DraftStep>({
    model: providerStepModel({
      maxTokens: 512,
      ...rest,
      input: asConversation(isNative ? instruction : `${instruction}\n\n${toolsInWords(tools)}`),
      avoiding,
      stop: [OBSERVATION_STOP],
      ...(isNative ? { tools: specs } : {}),
    }),
    prompt: stepsPrompt,
    parse: (_state, text) => {
      const draft = readDraft(withoutObservations(text))
      if (draft === null) return { ok: false, reason: 'unreadable-action' }
      return draft.text === '' ? { ok: false, reason: 'no-step' } : { ok: true, step: draft }
    },
    key: ({ text }) => text,
    ...(maxRequests === undefined ? {} : { maxRequests }),
  })

  async function call({ name, arguments: json }: ToolCall, { signal }: ExpandContext): Promise<string> {
    const found = callable.get(name)
    if (found === undefined) return `error: there is no tool ${name}, there is ${[...callable.keys()].join(', ')}`
    const args = argumentsOf(json, found.tool)
    if (args === undefined) return 'error: the arguments are no JSON'
    const fault = found.fits(args)
    if (fault !== null) return `error: the arguments do not fit: ${fault}`
    return observed((context) => found.tool.run(args as never, context), options, signal)
  }

  return async (trial, evaluation, context) => {
    const generation = await generate(trial, evaluation, context)
    const proposals = await Promise.all(
      generation.proposals.map(async ({ step, ...rest }): Promise<Proposal<string>> => {
        const observations = await Promise.all(step.calls.map((one) => call(one, context)))
        return { ...rest, step: withObservations(step.text, observations) }
      }),
    )
    return { ...generation, proposals }
  }
}

/** Lines of text whose steps call tools: an answer counts only in what the model wrote, not in what a tool gave. */
export function toolBackend(options: Omit<TextBackendOptions, 'of'> = {}): StateBackend<string, TextState, string> {
  const { answerIn = markedAnswer } = options
  return { ...textBackend({ ...options, answerIn: (step) => answerIn(withoutObservations(step)) }), name: 'text-tools' }
}

/** JSON, or ReAct's bare text as the tool's only argument; undefined for neither. */
function argumentsOf(json: string, { parameters }: Tool): unknown {
  let args: unknown
  try {
    args = JSON.parse(json)
  } catch {
    return undefined
  }
  const { properties } = parameters as { readonly properties?: object }
  const [only, ...others] = Object.keys(properties ?? {})
  return typeof args === 'string' && only !== undefined && others.length === 0 ? { [only]: args } : args
}

/** What is wrong with arguments; null for nothing. */
function fitsSchema({ parameters }: Tool): (args: unknown) => string | null {
  const validator = new Validator(parameters as Schema, '2020-12')
  return (args) => {
    const { valid, errors } = validator.validate(args)
    const last = errors.at(-1)
    return valid ? null : `${last?.instanceLocation ?? '#'}: ${last?.error ?? ''}`
  }
}

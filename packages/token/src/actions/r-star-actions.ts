import { addUsage, NO_USAGE, type GenerateFn, type Generation, type Trial, type Usage } from '@espalier/core'
import type { ProviderStepModelOptions } from '../provider/provider-step-model.ts'
import { providerStepModel } from '../provider/provider-step-model.ts'
import { stepGenerator } from '../step-generator.ts'
import { asConversation, avoiding } from '../text/text-prompts.ts'
import {
  ACTIONS,
  formatActedStep,
  legalActions,
  parseActedStep,
  type ActedState,
  type ActedStep,
  type Action,
} from './action.ts'
import { actedPrompt, readAction, SOLVE, STOPS, TASKS } from './action-prompts.ts'

export interface RStarOptions extends Pick<
  ProviderStepModelOptions,
  'provider' | 'maxTokens' | 'temperature' | 'cacheKey'
> {
  /** Children of a node by action, at most. Default: 5 thoughts, 5 sub-questions, one of each other kind (Qi 2024, §4.1). 0 leaves an action out. */
  readonly children?: Readonly<Partial<Record<Action, number>>>
  /** What the model is told before every problem. */
  readonly instruction?: string
  /** Calls for one action of a trial at most, where what came back was refused. Default 3. */
  readonly maxRequests?: number
}

const CHILDREN: Readonly<Record<Action, number>> = {
  thought: 5,
  rest: 1,
  'sub-question': 5,
  're-answer': 1,
  rephrase: 1,
}

/**
 * rStar's five actions (Qi 2024, arXiv 2408.06195, §3.2) as one generator: the steps that a trial wants are dealt out to the legal actions in turn,
 * each of which asks the model in one call, all of them at once. The `source` of a step is its action. For `actionBackend`, and the preset `rstar`.
 * An action whose call fails is left out of the trial; if all fail, the trial does.
 */
export function rStarActions(options: RStarOptions): GenerateFn<ActedState, ActedStep> {
  const most = { ...CHILDREN, ...options.children }
  const generators = new Map(ACTIONS.map((action) => [action, actionGenerator(action, options)]))
  return async (trial, evaluation, context) => {
    const shares = dealOut(trial, most)
    const settled = await Promise.allSettled(
      [...shares].map(([action, want]) => generators.get(action)!({ ...trial, want }, evaluation, context)),
    )
    const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const failed = settled.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as { readonly usage?: Usage }] : [],
    )
    const usage = [...done, ...failed].reduce((sum, one) => addUsage(sum, one.usage ?? NO_USAGE), NO_USAGE)
    if (done.length === 0 && failed.length > 0) throw Object.assign(failed[0]!, { usage })
    return {
      proposals: done.flatMap(({ proposals }) => proposals),
      rejected: done.flatMap(({ rejected = [] }) => rejected),
      usage,
      ...(shares.size === 0 ? { exhausted: true } : {}),
    }
  }
}

/** How many steps of which action: one each in turn, until all that are wanted are dealt out or no legal action has room. */
function dealOut(trial: Trial<ActedState>, most: Readonly<Record<Action, number>>): ReadonlyMap<Action, number> {
  const there = trial.existing.map((label) => parseActedStep(label)?.action)
  const room = new Map(
    legalActions(trial.state).map((action) => [action, most[action] - there.filter((one) => one === action).length]),
  )
  const shares = new Map<Action, number>()
  for (let left = trial.want, dealt = true; left > 0 && dealt;) {
    dealt = false
    for (const [action, free] of room) {
      if (left === 0 || free <= 0) continue
      shares.set(action, (shares.get(action) ?? 0) + 1)
      room.set(action, free - 1)
      left--
      dealt = true
    }
  }
  return shares
}

function actionGenerator(action: Action, options: RStarOptions): GenerateFn<ActedState, ActedStep> {
  const { instruction = SOLVE, maxRequests } = options
  const stop = STOPS[action]
  const generate = stepGenerator<ActedState, ActedStep>({
    model: providerStepModel({
      maxTokens: action === 'rest' ? 1024 : 256,
      ...options,
      input: asConversation(instruction),
      avoiding,
      read: (text) => readAction(action, text),
      ...(stop === undefined ? {} : { stop }),
    }),
    prompt: (state) => `${actedPrompt(state)}\n${TASKS[action]}\n`,
    parse: (_state, text) =>
      text === '' ? { ok: false, reason: `no-${action}` } : { ok: true, step: { action, text } },
    key: ({ text }) => text,
    ...(maxRequests === undefined ? {} : { maxRequests }),
  })
  return async (trial, evaluation, context): Promise<Generation<ActedStep>> => {
    const steps = trial.existing.flatMap((label) => parseActedStep(label) ?? [])
    const existing = steps.filter((step) => step.action === action).map(({ text }) => text)
    const { proposals, rejected = [], usage = NO_USAGE } = await generate({ ...trial, existing }, evaluation, context)
    return {
      proposals: proposals.map((proposal) => ({ ...proposal, source: action })),
      rejected: rejected.map(({ label, reason }) => ({ label: formatActedStep({ action, text: label }), reason })),
      usage,
    }
  }
}

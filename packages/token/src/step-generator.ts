import {
  addUsage,
  drawsOf,
  portableExp,
  type GenerateFn,
  type Proposal,
  type Rejection,
  type Usage,
} from '@espalier/core'
import type { StepModel, StepReply } from './step-model.ts'

export type ParsedStep<Step> =
  { readonly ok: true; readonly step: Step } | { readonly ok: false; readonly reason: string }

export interface StepGeneratorOptions<State, Step> {
  readonly model: StepModel
  /** The text that the model reads at a state. */
  readonly prompt: (state: State) => string
  /** Reads what the model wrote. What does not parse is refused and shown, never repaired. */
  readonly parse: (state: State, text: string) => ParsedStep<Step>
  /** Two steps with the same key lead to the same state: the second is refused as a duplicate. Default: the text. */
  readonly key?: (step: Step) => string
  /** Requests to the model for one trial at most, when what it wrote was refused. Default 3. */
  readonly maxRequests?: number
}

/**
 * Proposes next steps in a model's words. In mode `distinct` it asks again for what was refused, and remembers refusals by prompt,
 * so no refused step is paid for or shown twice.
 */
export function stepGenerator<State, Step>(options: StepGeneratorOptions<State, Step>): GenerateFn<State, Step> {
  const { model, prompt, parse, key, maxRequests = 3 } = options
  const refused = new Map<string, Set<string>>()

  return async (trial, _evaluation, context) => {
    const text = prompt(trial.state)
    const distinct = trial.proposals === 'distinct'
    const known = refused.get(text) ?? new Set<string>()
    const exclude = new Set([...trial.existing, ...known])
    const keys = new Set<string>()
    if (distinct && key !== undefined) {
      for (const label of trial.existing) {
        const parsed = parse(trial.state, label)
        if (parsed.ok) keys.add(key(parsed.step))
      }
    }
    const draw = drawsOf(trial.seed, trial.id)
    const proposals: Proposal<Step>[] = []
    const rejected: Rejection[] = []
    let usage = { calls: 0, promptTokens: 0, completionTokens: 0 }
    let exhausted = false
    const refuse = (label: string, reason: string): void => {
      rejected.push({ label, reason })
      if (distinct) refused.set(text, known.add(label))
    }
    for (
      let request = 0;
      request < (distinct ? maxRequests : 1) && proposals.length < trial.want && !exhausted;
      request++
    ) {
      let reply: StepReply
      try {
        const count = trial.want - proposals.length
        reply = await model.write({ prompt: text, count, mode: trial.proposals, exclude, draw }, context)
      } catch (error) {
        // What has been written and paid for is kept; asking again was for more.
        if (request === 0) throw error
        const { usage: spent } = error as { readonly usage?: Usage }
        if (spent !== undefined) usage = addUsage(usage, spent)
        break
      }
      usage = addUsage(usage, reply.usage)
      exhausted = reply.exhausted
      for (const written of reply.steps) {
        exclude.add(written.text)
        if (written.isCut === true) {
          refuse(written.text, 'unfinished')
          continue
        }
        const parsed = parse(trial.state, written.text)
        if (!parsed.ok) {
          refuse(written.text, parsed.reason)
          continue
        }
        const same = key?.(parsed.step) ?? written.text
        if (distinct && keys.has(same)) {
          refuse(written.text, 'duplicate')
          continue
        }
        keys.add(same)
        proposals.push({
          step: parsed.step,
          prior: written.logProbability === null ? 1 : portableExp(written.logProbability),
          ...(written.source === undefined ? {} : { source: written.source }),
        })
      }
    }
    return { proposals, rejected, usage, ...(distinct && exhausted ? { exhausted } : {}) }
  }
}

import type { GenerateFn, Proposal, Signal, StateBackend } from '@espalier/core'
import { providerStepModel } from '../provider/provider-step-model.ts'
import { stepGenerator } from '../step-generator.ts'
import type { TextGeneratorOptions } from '../text/generators.ts'
import { textBackend, type TextBackendOptions } from '../text/text-backend.ts'
import { asConversation, avoiding, stepsPrompt } from '../text/text-prompts.ts'
import { markedAnswer, type TextState } from '../text/text-state.ts'
import { observed, type OutsideLimits } from '../tools/outside.ts'
import { OUTPUT_STOP, readProgram, withOutput, withoutOutput, type ProgramDraft } from './program-text.ts'

/**
 * Runs a program somewhere it can do no harm, and gives what it printed. `earlier`: the programs of the steps before it, first one first, whose names
 * it may use. May throw: that is what came out.
 */
export type RunProgramFn = (
  code: string,
  context: { readonly earlier: readonly string[]; readonly signal: Signal },
) => Promise<string>

export interface ProgramStepOptions extends TextGeneratorOptions, OutsideLimits {
  readonly run: RunProgramFn
  /** As the model is told. Default `JavaScript`. */
  readonly language?: string
}

const rules = (language: string): string =>
  `Solve the problem step by step. Write the next step only: one sentence, and where something is to be worked out a program in ${language} between \`\`\` and \`\`\`, which ends the step. Programs see what earlier ones defined and print what they find with print(…). The last step has no program and states the answer as "Answer: …".`

/**
 * Steps of text and code (rStar-Math: Guan 2025, arXiv 2501.04519, §3.2; program of thought: Chen 2022, arXiv 2211.12588): each program is run and what
 * it printed, or how it failed, is read into the step. It is part of the label, so a search that is replayed or gone on from runs nothing again.
 */
export function programSteps(options: ProgramStepOptions): GenerateFn<TextState, string> {
  const { run, language = 'JavaScript', maxRequests } = options
  const generate = stepGenerator<TextState, ProgramDraft>({
    model: providerStepModel({
      maxTokens: 1024,
      ...options,
      input: asConversation(options.instruction ?? rules(language)),
      avoiding,
      stop: [OUTPUT_STOP],
    }),
    prompt: stepsPrompt,
    parse: (_state, text) => {
      const draft = readProgram(withoutOutput(text))
      if (draft === null) return { ok: false, reason: 'unreadable-program' }
      return draft.text === '' ? { ok: false, reason: 'no-step' } : { ok: true, step: draft }
    },
    key: ({ text }) => text,
    ...(maxRequests === undefined ? {} : { maxRequests }),
  })
  return async (trial, evaluation, context) => {
    const earlier = trial.state.steps.flatMap((step) => readProgram(withoutOutput(step))?.code ?? [])
    const generation = await generate(trial, evaluation, context)
    const proposals = await Promise.all(
      generation.proposals.map(async ({ step: { text, code }, ...rest }): Promise<Proposal<string>> => {
        if (code === null) return { ...rest, step: text }
        const output = await observed(({ signal }) => run(code, { earlier, signal }), options, context.signal)
        return { ...rest, step: withOutput(text, output) }
      }),
    )
    return { ...generation, proposals }
  }
}

/** Lines of text and programs: an answer counts only in a step without a program, not in code or in what came out of it. */
export function programBackend(options: Omit<TextBackendOptions, 'of'> = {}): StateBackend<string, TextState, string> {
  const { answerIn = markedAnswer } = options
  return {
    ...textBackend({ ...options, answerIn: (step) => (step.includes('```') ? null : answerIn(step)) }),
    name: 'text-programs',
  }
}

/**
 * A program as a function for sandboxes that call one and take JSON back, such as those of `@espalier/tasks`: `main` runs the earlier programs in
 * silence, then this one, and returns the lines that it printed, with `print` or `console.log`.
 */
export function programCall(code: string, earlier: readonly string[] = []) {
  const source = [
    'function main() {',
    'const lines = []',
    'const print = (...values) => void lines.push(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" "))',
    'const console = { log: print }',
    ...earlier,
    'lines.length = 0',
    code,
    'return lines.join("\\n")',
    '}',
  ].join('\n')
  return { source, name: 'main', args: [] }
}

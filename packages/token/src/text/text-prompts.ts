import type { ContentPart, ModelInput } from '../provider/model-call.ts'
import type { TextState } from './text-state.ts'

/**
 * Prompts are built so that servers which keep what they have read need not read it again: what all calls share comes first, then the
 * question, then the steps in order, and what is only this call's comes last. A child's prompt begins with all of its parent's, and siblings'
 * prompts are the same to the byte.
 */
export const asConversation =
  (instruction: string, images: readonly ContentPart[] = []) =>
  (prompt: string): ModelInput => ({
    type: 'chat',
    messages: [
      { role: 'system', content: instruction },
      { role: 'user', content: images.length === 0 ? prompt : [{ type: 'text', text: prompt }, ...images] },
    ],
  })

/** The question and the steps so far. */
export function stepsPrompt({ question, steps }: TextState): string {
  const lines = steps.map((step, i) => `${i + 1}. ${step}\n`)
  return `Problem:\n${question}\n\nSteps so far:\n${lines.join('')}`
}

/** The question and the answer given to it last. */
export function draftPrompt({ question, steps }: TextState): string {
  const draft = steps.at(-1)
  return `Problem:\n${question}\n${draft === undefined ? '' : `\nAnswer given:\n${draft}\n`}`
}

/** The same, with what is not to be written again. */
export function avoiding(prompt: string, exclude: ReadonlySet<string>): string {
  return `${prompt}\nTried here already, write something else:\n${[...exclude].map((text) => `- ${text}\n`).join('')}`
}

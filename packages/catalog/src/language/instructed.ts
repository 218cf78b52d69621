import type { ModelInput } from '@espalier/token'

/** A prompt as the one message of a conversation that begins with what to do. */
export const instructed =
  (instruction: string) =>
  (prompt: string): ModelInput => ({
    type: 'chat',
    messages: [
      { role: 'system', content: instruction },
      { role: 'user', content: prompt },
    ],
  })

/** The first line that says anything. */
export const firstLine = (text: string): string | null =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? null

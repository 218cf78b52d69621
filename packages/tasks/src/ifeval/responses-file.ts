import type { InstructedPrompt } from './prompts-file.ts'
import { invalid, readJsonLines, shownJson, textField } from './json-lines.ts'
import { mostAlike } from './most-alike.ts'

/** An answer beside the prompt it is scored for. */
export interface AnsweredPrompt {
  readonly prompt: InstructedPrompt
  readonly answer: string
  /** The prompt as the file of answers has it, where that differs. */
  readonly wording: string | null
}

/**
 * Reads a file of answers, one `{"prompt": …, "response": …}` a line, and finds the prompt of each; other fields are ignored. Prompts are the same
 * character by character. One that differs in a few words (published answers were given to an earlier wording) is taken for the most similar prompt
 * that nothing else answers. Throws a TaskError INVALID_FILE for rows that do not fit, a prompt with two different answers, an unknown prompt, and
 * prompts without an answer.
 */
export function parseResponses(text: string, prompts: readonly InstructedPrompt[]): readonly AnsweredPrompt[] {
  const answers = new Map<string, { readonly answer: string; readonly where: string }>()
  for (const row of readJsonLines(text)) {
    const prompt = textField(row, 'prompt')
    const answer = textField(row, 'response')
    const before = answers.get(prompt)
    if (before !== undefined && before.answer !== answer)
      throw invalid(`another answer to the prompt of ${before.where}`, 'one answer a prompt', row.where)
    answers.set(prompt, { answer, where: row.where })
  }
  const open = prompts.filter(({ prompt }) => !answers.has(prompt))
  const known = new Set(prompts.map(({ prompt }) => prompt))
  const reworded = new Map<InstructedPrompt, string>()
  for (const [wording, { where }] of answers) {
    if (known.has(wording)) continue
    const prompt = mostAlike(
      wording,
      open.filter((candidate) => !reworded.has(candidate)),
    )
    if (prompt === null) throw invalid(shownJson(wording), 'a prompt of the file of prompts', `${where}, prompt`)
    reworded.set(prompt, wording)
  }
  const missing = open.filter((prompt) => !reworded.has(prompt))
  if (missing.length > 0)
    throw invalid(
      `${prompts.length - missing.length} answers`,
      `an answer to each of ${prompts.length} prompts`,
      `file, no answer to prompt ${missing[0]!.key}`,
    )
  return prompts.map((prompt) => {
    const wording = reworded.get(prompt) ?? null
    return { prompt, answer: answers.get(wording ?? prompt.prompt)!.answer, wording }
  })
}

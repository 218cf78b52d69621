import { createInstruction, isInstructionId, type Instruction } from './instructions.ts'
import { invalid, readJsonLines, shownJson, textField, type JsonRow } from './json-lines.ts'

/** A prompt of IFEval with the instructions that an answer to it has to follow. */
export interface InstructedPrompt {
  /** The number that the prompt has in the file. */
  readonly key: number
  readonly prompt: string
  /** At least one. */
  readonly instructions: readonly Instruction[]
}

/**
 * Reads the official `input_data.jsonl` (541 prompts, 834 instructions) or a file of the same form, as text. Throws a TaskError INVALID_FILE
 * that names line and field for whatever does not fit, an unknown instruction or a prompt that is there twice among it.
 */
export function parseInstructedPrompts(text: string): readonly InstructedPrompt[] {
  const lineOf = new Map<string, string>()
  return readJsonLines(text).map((row) => {
    const prompt = readPrompt(row)
    const before = lineOf.get(prompt.prompt)
    if (before !== undefined) throw invalid(`the prompt of ${before}`, 'each prompt once', `${row.where}, prompt`)
    lineOf.set(prompt.prompt, row.where)
    return prompt
  })
}

function readPrompt(row: JsonRow): InstructedPrompt {
  const { record, where } = row
  const { key, instruction_id_list: ids, kwargs } = record
  if (!Number.isSafeInteger(key)) throw invalid(shownJson(key), 'a whole number', `${where}, key`)
  if (!Array.isArray(ids) || ids.length === 0)
    throw invalid(shownJson(ids), 'a list of instructions', `${where}, instruction_id_list`)
  if (!Array.isArray(kwargs) || kwargs.length !== ids.length)
    throw invalid(shownJson(kwargs), `a list of ${ids.length} objects`, `${where}, kwargs`)
  const instructions = ids.map((id: unknown, i) => {
    if (!isInstructionId(id))
      throw invalid(shownJson(id), 'one of the 25 instructions', `${where}, instruction_id_list, ${i + 1}`)
    const args: unknown = kwargs[i]
    const place = `${where}, kwargs, ${i + 1}`
    if (typeof args !== 'object' || args === null || Array.isArray(args))
      throw invalid(shownJson(args), 'an object', place)
    return createInstruction(id, args as Readonly<Record<string, unknown>>, place)
  })
  return { key: key as number, prompt: textField(row, 'prompt'), instructions }
}

import { checkNumber } from '@espalier/core'

/** A prompt of the input. */
export interface PromptRow {
  /** Names the prompt in events, searches and provenance. Differs from all others. */
  readonly id: string
  readonly prompt: string
}

export type InputFault = 'not-json' | 'not-an-object' | 'no-prompt' | 'bad-id' | 'duplicate-id' | 'prompt-too-long'

/** A row that was left out. */
export interface DroppedRow {
  /** From 1. */
  readonly line: number
  readonly reason: InputFault
}

export interface ReadPrompts {
  readonly prompts: readonly PromptRow[]
  readonly dropped: readonly DroppedRow[]
}

export interface ReadPromptsOptions {
  /** Longest prompt, in characters. Whole, at least 1. Default 8,192: about the 2,048 tokens that SPaR's training cuts off at. */
  readonly maxPromptChars?: number
}

/** Names go into file names. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/**
 * Reads JSON lines of `{"prompt": text, "id"?: text or number}`; other fields are not looked at, empty lines neither. Without an id a row is
 * named after its line: `line-7`. Rows that do not fit are left out, each with its line and reason.
 */
export function readPrompts(text: string, { maxPromptChars = 8192 }: ReadPromptsOptions = {}): ReadPrompts {
  checkNumber('maxPromptChars', maxPromptChars, { min: 1, integer: true })
  const prompts: PromptRow[] = []
  const dropped: DroppedRow[] = []
  const ids = new Set<string>()
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue
    const row = rowOf(line, i + 1, maxPromptChars)
    const read = typeof row !== 'string' && ids.has(row.id) ? 'duplicate-id' : row
    if (typeof read === 'string') dropped.push({ line: i + 1, reason: read })
    else {
      ids.add(read.id)
      prompts.push(read)
    }
  }
  return { prompts, dropped }
}

function rowOf(line: string, number: number, maxChars: number): PromptRow | InputFault {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'not-json'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object'
  const { prompt, id = `line-${number}` } = value as Record<string, unknown>
  if (typeof prompt !== 'string' || prompt.trim() === '') return 'no-prompt'
  if (prompt.length > maxChars) return 'prompt-too-long'
  const name = typeof id === 'number' ? String(id) : id
  return typeof name === 'string' && ID.test(name) ? { id: name, prompt } : 'bad-id'
}

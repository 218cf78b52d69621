import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createInstruction, INSTRUCTION_IDS, type InstructionId } from './instructions.ts'
import { detectLanguage } from './language/detect-language.ts'
import { splitSentences } from './sentences/split-sentences.ts'
import { wordTokens } from './word-tokens.ts'

interface CheckRow {
  readonly id: InstructionId
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly text: string
  readonly result: boolean
}

interface TextRow {
  readonly op: 'sentences' | 'words' | 'language'
  readonly text: string
  readonly result: unknown
}

const GOLDEN = new URL('../../test/fixtures/ifeval-golden.jsonl', import.meta.url)
const rows = readFileSync(GOLDEN, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CheckRow | TextRow)
const checks = rows.filter((row): row is CheckRow => 'id' in row)
const texts = (op: TextRow['op']) => rows.filter((row): row is TextRow => 'op' in row && row.op === op)

describe('agreement with the original checkers, by the rows of test/ifeval_golden.py', () => {
  it.each(INSTRUCTION_IDS)('%s', (id) => {
    const own = checks.filter((row) => row.id === id)
    expect(own.length).toBeGreaterThan(8)
    expect(own.some(({ result }) => result)).toBe(true)
    expect(own.some(({ result }) => !result)).toBe(true)
    for (const { kwargs, text, result } of own)
      expect({ kwargs, text, result: createInstruction(id, kwargs).isFollowedBy(text) }).toEqual({
        kwargs,
        text,
        result,
      })
  })

  it.each([
    ['sentences', splitSentences],
    ['words', wordTokens],
    ['language', detectLanguage],
  ] as const)('%s', (op, run) => {
    expect(texts(op).length).toBeGreaterThan(10)
    for (const { text, result } of texts(op)) expect({ text, result: run(text) }).toEqual({ text, result })
  })
})

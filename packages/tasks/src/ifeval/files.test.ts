import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { parseInstructedPrompts } from './prompts-file.ts'
import { parseResponses } from './responses-file.ts'
import { scoreInstructions } from './score.ts'

const lines = (...rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n')

const QUIET = {
  key: 1,
  prompt: 'Say something in small letters and without commas.',
  instruction_id_list: ['change_case:english_lowercase', 'punctuation:no_comma'],
  kwargs: [{}, {}],
}
const LONG = {
  key: 2,
  prompt: 'Write at least three words about the river that runs through the old town.',
  instruction_id_list: ['length_constraints:number_words'],
  kwargs: [{ num_words: 3, relation: 'at least' }],
}
const PROMPTS = parseInstructedPrompts(lines(QUIET, LONG))
const answers = (...pairs: readonly (readonly [string, unknown])[]): string =>
  lines(...pairs.map(([prompt, response]) => ({ prompt, response })))

const faultOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (isTaskError(error)) return { code: error.code, where: error.details.where }
  }
  return null
}

describe('parseInstructedPrompts', () => {
  it('reads prompts in the order of the file, with line ends of either kind', () => {
    const read = parseInstructedPrompts(`\uFEFF${lines(QUIET)}\r\n\n${lines(LONG)}\n`)
    expect(read.map(({ key }) => key)).toEqual([1, 2])
    expect(read[0]!.instructions.map(({ id }) => id)).toEqual(QUIET.instruction_id_list)
  })

  it.each<[string, string, string]>([
    ['an empty file', '\n', 'file'],
    ['no JSON', `${lines(QUIET)}\n{`, 'line 2'],
    ['a list', '[]', 'line 1'],
    ['no key', lines({ ...QUIET, key: 'x' }), 'line 1, key'],
    ['no prompt', lines({ ...QUIET, prompt: undefined }), 'line 1, prompt'],
    ['a prompt twice', lines(QUIET, LONG, { ...LONG, key: 3 }), 'line 3, prompt'],
    ['no instructions', lines({ ...QUIET, instruction_id_list: [] }), 'line 1, instruction_id_list'],
    ['fewer arguments', lines({ ...QUIET, kwargs: [{}] }), 'line 1, kwargs'],
    ['an unknown one', lines({ ...LONG, instruction_id_list: ['toString'] }), 'line 1, instruction_id_list, 1'],
    ['an argument missing', lines({ ...LONG, kwargs: [{ num_words: 3 }] }), 'line 1, kwargs, 1, relation'],
    ['arguments in a list', lines({ ...LONG, kwargs: [[]] }), 'line 1, kwargs, 1'],
  ])('refuses %s, at its line and field', (_, text, where) => {
    expect(faultOf(() => parseInstructedPrompts(text))).toEqual({ code: 'INVALID_FILE', where })
  })
})

describe('parseResponses', () => {
  it('finds the prompt of each answer in any order, the same answer twice or not', () => {
    const read = parseResponses(answers([LONG.prompt, 'a'], [QUIET.prompt, 'b'], [LONG.prompt, 'a']), PROMPTS)
    expect(read.map(({ prompt, answer, wording }) => [prompt.key, answer, wording])).toEqual([
      [1, 'b', null],
      [2, 'a', null],
    ])
  })

  it('takes a prompt that differs in a word for the one that is left, and says so', () => {
    const wording = LONG.prompt.replace('old town', 'town')
    const read = parseResponses(answers([wording, 'a'], [QUIET.prompt, 'b']), PROMPTS)
    expect(read[1]).toMatchObject({ prompt: { key: 2 }, answer: 'a', wording })
  })

  it.each<[string, string, string]>([
    ['an answer missing', answers([QUIET.prompt, 'a']), 'file, no answer to prompt 2'],
    ['an unknown prompt', answers([QUIET.prompt, 'a'], ['Sing.', 'b'], [LONG.prompt, 'c']), 'line 2, prompt'],
    [
      'another wording of one answered already',
      answers([QUIET.prompt, 'a'], [LONG.prompt, 'b'], [`${LONG.prompt}!`, 'c']),
      'line 3, prompt',
    ],
    ['two answers', answers([QUIET.prompt, 'a'], [QUIET.prompt, 'b'], [LONG.prompt, 'c']), 'line 2'],
    ['a response that is no text', answers([QUIET.prompt, null]), 'line 1, response'],
    ['no response', lines({ prompt: QUIET.prompt }), 'line 1, response'],
    ['a text', 'hello', 'line 1'],
    ['nothing', '', 'file'],
  ])('refuses %s', (_, text, where) => {
    expect(faultOf(() => parseResponses(text, PROMPTS))).toEqual({ code: 'INVALID_FILE', where })
  })
})

describe('scoreInstructions', () => {
  it('scores prompts and instructions, strictly and loosely', () => {
    const loud = 'HERE IT IS:\nthe river runs through the town and nobody minds it at all'
    const { strict, loose, verdicts } = scoreInstructions(
      parseResponses(answers([QUIET.prompt, loud], [LONG.prompt, 'two words']), PROMPTS),
    )
    expect(strict.prompts).toEqual({ followed: 0, count: 2 })
    expect(strict.instructions).toEqual({ followed: 1, count: 3 })
    expect(loose.prompts).toEqual({ followed: 1, count: 2 })
    expect(loose.instructions).toEqual({ followed: 2, count: 3 })
    expect(loose.byInstruction.get('change_case:english_lowercase')).toEqual({ followed: 1, count: 1 })
    expect([...strict.byInstruction.keys()]).toHaveLength(3)
    expect(verdicts[0]!.instructions[0]).toEqual({ id: 'change_case:english_lowercase', strict: false, loose: true })
  })

  it('never scores less loosely than strictly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.lorem({ mode: 'sentences' }), (a, b) => {
        const { strict, loose } = scoreInstructions(
          parseResponses(answers([QUIET.prompt, a], [LONG.prompt, b]), PROMPTS),
        )
        expect(loose.prompts.followed).toBeGreaterThanOrEqual(strict.prompts.followed)
        expect(loose.instructions.followed).toBeGreaterThanOrEqual(strict.instructions.followed)
        expect(strict.prompts.followed).toBeLessThanOrEqual(strict.instructions.followed)
      }),
      { numRuns: 50 },
    )
  })
})

const FILE = new URL('../../../../../shared/data/ifeval/input_data.jsonl', import.meta.url)

describe('the official prompts', () => {
  it('are read whole: 541 prompts, 834 instructions of 25 types', (context) => {
    if (!existsSync(FILE)) context.skip('shared/data/ifeval/input_data.jsonl is not beside this checkout')
    const prompts = parseInstructedPrompts(readFileSync(FILE, 'utf8'))
    expect(prompts).toHaveLength(541)
    const all = prompts.flatMap(({ instructions }) => instructions)
    expect(all).toHaveLength(834)
    expect(new Set(all.map(({ id }) => id)).size).toBe(25)
  })
})

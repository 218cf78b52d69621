import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readPrompts } from './prompts.ts'

it('reads prompts with their ids, and names the others after their lines', () => {
  const text = '{"prompt":"a","id":"first"}\n\n{"prompt":"b","source":"x"}\r\n{"prompt":"c","id":7}\n'
  expect(readPrompts(text)).toEqual({
    prompts: [
      { id: 'first', prompt: 'a' },
      { id: 'line-3', prompt: 'b' },
      { id: '7', prompt: 'c' },
    ],
    dropped: [],
  })
})

it.each([
  ['{"prompt":', 'not-json'],
  ['[1]', 'not-an-object'],
  ['null', 'not-an-object'],
  ['{"text":"a"}', 'no-prompt'],
  ['{"prompt":"  "}', 'no-prompt'],
  ['{"prompt":5}', 'no-prompt'],
  ['{"prompt":"a","id":"../x"}', 'bad-id'],
  ['{"prompt":"a","id":true}', 'bad-id'],
  ['{"prompt":"a","id":"here"}', 'duplicate-id'],
  [`{"prompt":"${'a'.repeat(11)}"}`, 'prompt-too-long'],
])('leaves %j out: %s', (line, reason) => {
  const text = `{"prompt":"ok","id":"here"}\n${line}\n{"prompt":"ok"}\n`
  const { prompts, dropped } = readPrompts(text, { maxPromptChars: 10 })
  expect(prompts).toHaveLength(2)
  expect(dropped).toEqual([{ line: 2, reason }])
})

it('takes anything for a file: every line is a prompt, empty or left out', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => {
      const text = lines.join('\n')
      const { prompts, dropped } = readPrompts(text)
      const filled = text
        .replace(/^\uFEFF/, '')
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
      expect(prompts.length + dropped.length).toBe(filled.length)
      expect(new Set(prompts.map(({ id }) => id)).size).toBe(prompts.length)
    }),
  )
})

it('refuses a limit that is none', () => {
  expect(() => readPrompts('', { maxPromptChars: 0 })).toThrow('maxPromptChars: got 0')
})

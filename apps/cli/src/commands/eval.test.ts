import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo } from '../testing/memory-io.ts'

const PROMPTS = [
  {
    key: 7,
    prompt: 'Write a sentence of at least four words, and use no commas anywhere in it.',
    instruction_id_list: ['length_constraints:number_words', 'punctuation:no_comma'],
    kwargs: [{ num_words: 4, relation: 'at least' }, {}],
  },
  { key: 9, prompt: 'Quote yourself.', instruction_id_list: ['startend:quotation'], kwargs: [{}] },
]

describe('espalier eval ifeval', () => {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-eval-'))
  const file = (name: string, ...rows: readonly unknown[]): string => {
    const path = join(folder, name)
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    return path
  }
  const answers = (...responses: readonly unknown[]) =>
    file('answers.jsonl', ...responses.map((response, i) => ({ prompt: PROMPTS[i]!.prompt, response })))
  const run = async (...args: readonly string[]) => {
    const io = memoryIo()
    const code = await runCli(['eval', 'ifeval', ...args], { io, openCatalog: openLegalSteps() }, '1')
    return { code, out: io.stdout.text, err: io.stderr.text }
  }
  beforeAll(() => void file('input_data.jsonl', ...PROMPTS))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('prints shares with intervals, strict and loose, with the prompts beside the answers', async () => {
    const { code, out, err } = await run('--responses', answers('one two three four', 'Sure:\n"I did."'))
    expect(err).toBe('')
    expect(code).toBe(ExitCode.ok)
    expect(out).toContain('ifeval: 2 prompts, 3 instructions')
    expect(out).toMatch(/\| prompts +\| 50\.00 \[9\.5, 90\.5\] +\| 100\.00 \[34\.2, 100\.0\] +\| 2 +\|/)
    expect(out).toMatch(/\| instructions +\| 66\.67 \[/)
    expect(out).toMatch(/\| startend:quotation +\| 0\.00 \[.*\| 100\.00 \[/)
  })

  it('prints the same as JSON, with verdicts', async () => {
    const { out } = await run('--responses', answers('one, two, three, four', '"yes"'), '--json')
    const report = JSON.parse(out) as Record<
      'strict' | 'loose',
      { readonly prompts: object; readonly instructions: object }
    >
    expect(report.strict.prompts).toMatchObject({ followed: 1, count: 2, mean: 0.5 })
    expect(report.strict.instructions).toMatchObject({ followed: 2, count: 3 })
    expect(report).toMatchObject({ task: 'ifeval', reworded: [], verdicts: [{ key: 7 }, { key: 9 }] })
  })

  it('names the prompt whose wording differs', async () => {
    const prompt = PROMPTS[0]!.prompt.replace(' anywhere', '')
    const responses = file('reworded.jsonl', { prompt, response: 'a' }, { prompt: 'Quote yourself.', response: 'b' })
    expect((await run('--responses', responses)).out).toContain(
      'another wording of the prompt, scored as answers to it: 7',
    )
  })

  it('says in one line which file is wrong, and where', async () => {
    const missing = await run('--responses', answers('only one'))
    expect(missing.code).toBe(ExitCode.file)
    expect(missing.err).toMatch(/^error: .*answers\.jsonl: .*no answer to prompt 9\)\n$/)
    expect((await run('--responses', answers('one', 7))).err).toMatch(/got 7, expected a text \(line 2, response\)/)
    const badPrompts = file('bad.jsonl', { ...PROMPTS[1], kwargs: [] })
    expect((await run('--responses', answers('a', 'b'), '--prompts', badPrompts)).err).toMatch(
      /bad\.jsonl: .*line 1, kwargs/,
    )
    expect((await run('--responses', join(folder, 'none'))).code).toBe(ExitCode.file)
    const elsewhere = await run('--responses', answers('a', 'b'), '--prompts', join(folder, 'none'))
    expect(elsewhere.err).toMatch(/cannot read .*none: no such file/)
    expect((await run()).code).toBe(ExitCode.usage)
  })

  it('says where it looks for prompts if there are none', async () => {
    const other = mkdtempSync(join(tmpdir(), 'espalier-eval-'))
    const path = join(other, 'answers.jsonl')
    writeFileSync(path, `${JSON.stringify({ prompt: 'a', response: 'b' })}\n`)
    expect((await run('--responses', path)).err).toMatch(
      /input_data\.jsonl: no such file.*--prompts takes the official/,
    )
    rmSync(other, { recursive: true })
  })
})

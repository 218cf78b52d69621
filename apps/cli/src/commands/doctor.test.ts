import { describe, expect, it } from 'vitest'
import { ModelError } from '@espalier/models'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo } from '../testing/memory-io.ts'
import { checkNode } from './doctor.ts'

describe('espalier doctor', () => {
  it('checks everything in one line each', async () => {
    const io = memoryIo({ terminal: { columns: 120, rows: 40 }, env: { NO_COLOR: '1' } })
    expect(await runCli(['doctor'], { io, openCatalog: openLegalSteps() }, '1')).toBe(ExitCode.ok)
    const lines = io.stdout.text.trimEnd().split('\n')
    expect(lines.map((line) => line.slice(0, 16).trim())).toEqual([
      'ok    node',
      'ok    wasm simd',
      'ok    model',
      'ok    self-test',
      'ok    sandbox',
      'ok    terminal',
    ])
    expect(lines[3]).toMatch(/ = 24 \(\d+ trials?, \d+ ms\)$/)
    expect(lines[5]).toContain('120x40, no colours, plain lines')
  })

  it('fails with a model that cannot be opened, and goes on', async () => {
    const io = memoryIo()
    const fault = new ModelError('CHECKPOINT_TRUNCATED', 'checkpoint is cut off', {
      got: '3 bytes',
      expected: '8',
      where: 'header',
    })
    expect(await runCli(['doctor'], { io, openCatalog: () => Promise.reject(fault) }, '1')).toBe(ExitCode.unsolved)
    expect(io.stdout.text).toContain('fail  model      checkpoint is cut off: got 3 bytes, expected 8 (header)\n')
    expect(io.stdout.text).toContain('fail  self-test  not run')
    expect(io.stdout.text).toContain('ok    terminal')
  })
})

describe('checkNode', () => {
  it.each([
    ['20.19.0', true],
    ['22.0.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
  ])('%s is %s', (version, ok) => expect(checkNode(version).ok).toBe(ok))
})

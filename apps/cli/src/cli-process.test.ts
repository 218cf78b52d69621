import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALGORITHMS } from '@espalier/core'
import { COUNTDOWN_CHECKPOINT } from '@espalier/models/node'
import { checkAnswer } from '@espalier/tasks/scoring'
import type { RunSummary } from './run/summary.ts'

const LAUNCHER = fileURLToPath(new URL('../bin/espalier.js', import.meta.url))
const NO_CHECKPOINT = existsSync(COUNTDOWN_CHECKPOINT) ? '' : ' (skipped: the checkpoint is not trained yet)'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-process-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the real command. With `interruptAt` it is sent SIGINT once this text has come. */
function espalier(args: readonly string[], interruptAt?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
    let [out, err] = ['', '']
    let armed = interruptAt !== undefined
    const heard = (): void => {
      if (!armed || !(out + err).includes(interruptAt!)) return
      armed = false
      child.kill('SIGINT')
    }
    child.stdout.on('data', (data: Buffer) => ((out += data.toString()), heard()))
    child.stderr.on('data', (data: Buffer) => ((err += data.toString()), heard()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe('the espalier process', () => {
  it('starts from anywhere and prints to its standard output', async () => {
    const { code, out, err } = await espalier(['algorithms', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toEqual(ALGORITHMS)
  })

  it('exits with the code of what went wrong', async () => {
    const [usage, missing] = await Promise.all([espalier(['solve', 'x']), espalier(['replay', 'none.jsonl'])])
    expect(usage).toMatchObject({ code: 2, out: '' })
    expect(missing).toEqual({
      code: 3,
      out: '',
      err: 'error: none.jsonl: cannot read the log: no such file or directory\n',
    })
  })
})

describe.skipIf(NO_CHECKPOINT !== '')(`the espalier process with the shipped model${NO_CHECKPOINT}`, () => {
  it('solves a puzzle, the same way every time, and proves its log', async () => {
    const args = ['solve', '4 9 10 13', '--seed', '1', '--json']
    const [first, second] = await Promise.all([espalier([...args, '--log', 'run.jsonl']), espalier(args)])
    const [one, two] = [first, second].map(({ out }) => JSON.parse(out) as RunSummary)
    expect(first.code).toBe(0)
    expect(checkAnswer({ numbers: [4, 9, 10, 13], target: 24 }, one!.answer!)).toEqual({ correct: true })
    expect({ ...two!, elapsedMs: 0 }).toEqual({ ...one!, elapsedMs: 0 })
    const replay = await espalier(['replay', 'run.jsonl', '--json'])
    expect(replay).toEqual({ code: 0, out: first.out, err: '' })
  })

  it('ends without an answer where there is none', async () => {
    const { code, out } = await espalier(['solve', '1 1 1 1', '--trials', '50', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ answer: null, correct: false })
  })

  it('stops for a signal with a whole log', async () => {
    const args = ['solve', '1 1 2 3 5 8', '--target', '9973', '--trials', '1000000', '--log', 'stopped.jsonl']
    const { code, out } = await espalier(args, '  5 trials')
    expect(code).toBe(130)
    expect(out).toMatch(/^interrupted after \d+ trials/)
    expect((await espalier(['replay', 'stopped.jsonl'])).code).toBe(0)
  })
})

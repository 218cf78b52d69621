import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPreset, expandWith, keyedDraw, maxTrials, streamSearch, type SearchEvent } from '@espalier/core'
import { nextSteps, ProviderError, textBackend, type Provider } from '@espalier/token'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { callKey } from './call-record.ts'
import { recordCalls } from './record-calls.ts'
import { openRecordFile, readRecordFile } from './record-file.ts'
import { replayCalls } from './replay-calls.ts'

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'espalier-records-'))))
afterEach(() => rm(folder, { recursive: true }))

/** Writes words that follow from prompt and seed; now and then the world fails. */
const moody: Provider = {
  name: 'moody',
  complete: async ({ input, seed = 0, samples = 1 }) => {
    const length = JSON.stringify(input).length
    await Promise.resolve()
    if (keyedDraw(seed, length, 0) < 0.2)
      throw new ProviderError('server-error', 'HTTP 503', {
        status: 503,
        usage: { calls: 1, promptTokens: length, completionTokens: 0, costUsd: 0.001 },
      })
    const texts = Array.from({ length: samples }, (_, i) => {
      const number = Math.floor(20 * keyedDraw(seed, length, i + 1))
      return number < 3 ? `Answer: ${number}` : `think of ${number}`
    })
    return {
      samples: texts.map((text) => ({ text, finish: 'stop', tokens: [{ text, logProbability: -text.length / 8 }] })),
      usage: { calls: 1, promptTokens: length, completionTokens: 4 * samples, costUsd: 0.0001 * samples },
    }
  },
}

const thinker: Provider = {
  name: 'm',
  complete: () =>
    Promise.resolve({
      samples: [{ text: 'think', finish: 'stop', tokens: null }],
      usage: { calls: 1, promptTokens: 1, completionTokens: 1 },
    }),
}

async function logOf(provider: Provider, concurrency: number): Promise<readonly SearchEvent[]> {
  const stream = streamSearch({
    problem: 'What is it?',
    describe: (question) => ({ problem: question, label: question }),
    backend: textBackend({ maxSteps: 5 }),
    algorithm: createPreset('mcts'),
    seed: 5,
    expand: expandWith({
      evaluate: ({ steps }) => Promise.resolve({ value: keyedDraw(1, steps.join().length, 0) }),
      generate: nextSteps({ provider }),
    }),
    concurrency,
    ordered: true,
    stop: maxTrials(120),
  })
  const events: SearchEvent[] = []
  for await (const { event } of stream) events.push(event)
  return events
}

describe('recorded calls', () => {
  it('give the same log again without a network, failures and costs included', async () => {
    const path = join(folder, 'calls.jsonl')
    const file = await openRecordFile(path)
    const log = await logOf(
      recordCalls(moody, (line) => file.append(line)),
      8,
    )
    await file.close()
    expect(log.some((event) => event.type === 'trial-end' && event.error?.code === 'server-error')).toBe(true)
    expect(log.length).toBeGreaterThan(300)
    const records = await readRecordFile(path)
    expect(records.damaged).toEqual([])
    expect(JSON.stringify(await logOf(replayCalls(records, 'moody'), 8))).toBe(JSON.stringify(log))
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  })

  it('keep the same call made twice apart', async () => {
    let calls = 0
    const counting: Provider = {
      name: 'counting',
      complete: () => {
        const text = `call ${calls++}`
        return Promise.resolve({
          samples: [{ text, finish: 'stop', tokens: null }],
          usage: { calls: 1, promptTokens: 1, completionTokens: 1 },
        })
      },
    }
    const path = join(folder, 'calls.jsonl')
    const file = await openRecordFile(path)
    const recorded = recordCalls(counting, (line) => file.append(line))
    for (let i = 0; i < 2; i++) await recorded.complete(chat('x'), { signal: signal() })
    await file.close()
    const replayed = replayCalls(await readRecordFile(path), 'counting')
    const pieces: string[] = []
    const ask = () => replayed.complete(chat('x'), { signal: signal(), onPiece: ({ text }) => void pieces.push(text) })
    await ask()
    await ask()
    expect(pieces).toEqual(['call 0', 'call 1'])
    expect(await failureOf(ask())).toMatchObject({
      code: 'not-recorded',
      message: `call ${callKey('counting', chat('x'))}, time 3, of counting is not in ${path}`,
    })
  })

  it('that are damaged say so where they are asked for, with key, file and line', async () => {
    const path = join(folder, 'calls.jsonl')
    const file = await openRecordFile(path)
    const recorded = recordCalls(thinker, (line) => file.append(line))
    const requests = Array.from({ length: 3 }, (_, seed) => chat('x', { seed: seed + 40 }))
    for (const request of requests) await recorded.complete(request, { signal: signal() })
    await file.close()
    const [first, second, third] = (await readFile(path, 'utf8')).split('\n') as [string, string, string]
    for (const broken of [
      second.slice(0, 90),
      second.replace('think', 'thank'),
      second.replace('"nth":0', '"nth":1'),
    ]) {
      await writeFile(path, [first, broken, third].join('\n'))
      const replayed = replayCalls(await readRecordFile(path), 'm')
      await replayed.complete(requests[0]!, { signal: signal() })
      await replayed.complete(requests[2]!, { signal: signal() })
      const failure = await failureOf(replayed.complete(requests[1]!, { signal: signal() }))
      expect(failure).toMatchObject({
        code: 'corrupt-record',
        message: `call ${callKey('m', requests[1]!)}, time 1: line 2 of ${path} is damaged`,
      })
    }
    expect((await failureOf(readRecordFile(join(folder, 'none')))).message).toContain('none cannot be read (ENOENT)')
  })

  it('have keys of what is asked, not of how it is written', () => {
    const { input, maxTokens } = chat('x')
    expect(callKey('m', { maxTokens, seed: 1, input })).toBe(callKey('m', { seed: 1, input, maxTokens }))
    expect(new Set([callKey('m', chat('x')), callKey('n', chat('x')), callKey('m', chat('y'))]).size).toBe(3)
  })
})

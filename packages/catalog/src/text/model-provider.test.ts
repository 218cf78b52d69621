import { readCountdownCheckpoint } from '@espalier/models/node'
import { parseStep, type CountdownState } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import type { ModelRequest } from '@espalier/token'
import { createCatalog } from '../catalog.ts'
import { modelProvider, problemIn } from './model-provider.ts'

const catalog = createCatalog({ checkpoints: { countdown: await readCountdownCheckpoint() } })
const signal = new AbortController().signal
const [network, uniform] = catalog.models as [never, never]
const chat = (content: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  input: { type: 'chat', messages: [{ role: 'user', content }] },
  maxTokens: 1000,
  logProbabilities: true,
  ...more,
})

describe('modelProvider', () => {
  it('writes one line of steps with their probabilities, and the answer that it comes to', async () => {
    const [task] = catalog.tasks
    const { samples, usage } = await modelProvider(catalog, network).complete(
      chat('24: 1 2 3 4', { samples: 4, seed: 3 }),
      { signal },
    )
    expect(samples).toHaveLength(4)
    for (const { text, tokens, finish } of samples) {
      expect(tokens!.map((token) => token.text).join('')).toBe(text)
      expect(finish).toBe('stop')
      let state = task!.backend.root({ numbers: [1, 2, 3, 4], target: 24 })
      for (const line of text.split('\n').filter((each) => !/^(Answer: .*)?$/.test(each))) {
        const parsed = parseStep(state as CountdownState, line)
        if (parsed.ok) state = task!.backend.extend(state, parsed.step)
      }
      const answer = task!.backend.isTerminal(state) ? task!.backend.answer(state) : null
      if (answer !== null) expect(text.endsWith(`Answer: ${answer}`)).toBe(true)
      for (const { logProbability } of tokens!) expect(logProbability).toBeLessThanOrEqual(0)
    }
    expect(usage.completionTokens).toBeGreaterThan(20)
  })

  it('repeats itself with the same seed, and streams what it gives', async () => {
    const provider = modelProvider(catalog, uniform)
    const pieces: string[] = []
    const once = await provider.complete(chat('4 9 10 13', { seed: 8 }), {
      signal,
      onPiece: ({ text }) => void pieces.push(text),
    })
    expect(pieces.join('')).toBe(once.samples[0]!.text)
    expect(await provider.complete(chat('4 9 10 13', { seed: 8 }), { signal })).toEqual(once)
  })

  it('lets the network go on from a text', async () => {
    const input = { type: 'text' as const, prompt: '24: 4 9 10 13\n' }
    const request = { input, maxTokens: 40, temperature: 0, logProbabilities: true }
    const { samples } = await modelProvider(catalog, network).complete(request, { signal })
    expect(samples[0]!.text).toMatch(/^\d+ [-+*/] \d+ = .*\)$/)
    expect(samples[0]!.tokens!.length).toBeGreaterThan(5)
  })

  it('refuses tools rather than leave them uncalled', async () => {
    const tools = [{ name: 'add', description: 'adds', parameters: { type: 'object' } }]
    await expect(
      modelProvider(catalog, network).complete(chat('24: 1 2 3 4', { tools }), { signal }),
    ).rejects.toMatchObject({
      code: 'bad-request',
      param: 'tools',
    })
  })

  it('refuses what states no problem of its tasks', async () => {
    for (const text of ['hello', '', '24: 4 9 10 99999999', '1 2 3 4 5 6 7 8 9 10'])
      await expect(modelProvider(catalog, network).complete(chat(text), { signal })).rejects.toMatchObject({
        code: 'bad-request',
        param: 'messages',
      })
    expect(
      problemIn(
        catalog,
        uniform,
        'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Is Tom a zumpus or scrompus?',
      )?.task.name,
    ).toBe('prosqa')
    expect(problemIn(catalog, network, '4, 9, 10, 13')?.problem).toEqual({ numbers: [4, 9, 10, 13], target: 24 })
  })
})

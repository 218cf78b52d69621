import { describe, expect, it } from 'vitest'
import { letterModel } from '../../test/letter-model.ts'
import type { ModelPiece, ModelRequest } from '../provider/model-call.ts'
import { embeddedJudge, embeddedProvider } from './embedded-provider.ts'

const TABLE = { '': [0.6, 0.3, 0.1, 0], a: [0, 0.3, 0, 0.7], b: [0, 0, 0, 1], ab: [0, 0, 0, 1] }
const signal = new AbortController().signal
const ask = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  input: { type: 'text', prompt: 'x' },
  maxTokens: 9,
  logProbabilities: true,
  ...more,
})

describe('embeddedProvider', () => {
  it('writes token by token with the probabilities of the network, whatever it samples at', async () => {
    const { model, counts } = letterModel(TABLE)
    const pieces: ModelPiece[] = []
    const onPiece = (piece: ModelPiece): void => void pieces.push(piece)
    const { samples, usage } = await embeddedProvider(model).complete(ask({ temperature: 0 }), { signal, onPiece })
    expect(samples).toEqual([
      {
        text: 'a)',
        finish: 'stop',
        tokens: [
          { text: 'a', logProbability: Math.fround(Math.log(0.6)) },
          { text: ')', logProbability: Math.fround(Math.log(0.7)) },
        ],
      },
    ])
    expect(usage).toEqual({ calls: 1, promptTokens: 1, completionTokens: 2 })
    expect(pieces.map(({ text }) => text)).toEqual(['a', ')'])
    expect(counts.live).toBe(0)
  })

  it('gives the same samples for the same seed, and sample i whatever the others', async () => {
    const provider = embeddedProvider(letterModel(TABLE).model)
    const five = await provider.complete(ask({ samples: 5, seed: 9 }), { signal })
    const again = await provider.complete(ask({ samples: 9, seed: 9 }), { signal })
    expect(again.samples.slice(0, 5)).toEqual(five.samples)
    expect(new Set(again.samples.map(({ text }) => text)).size).toBeGreaterThan(1)
  })

  it('stops at stop texts and at the limit', async () => {
    const provider = embeddedProvider(letterModel(TABLE).model)
    const [stopped] = (await provider.complete(ask({ temperature: 0, stop: [')'] }), { signal })).samples
    expect(stopped).toMatchObject({ text: 'a', finish: 'stop' })
    expect(stopped!.tokens).toHaveLength(1)
    const [cut] = (await provider.complete(ask({ temperature: 0, maxTokens: 1 }), { signal })).samples
    expect(cut).toMatchObject({ text: 'a', finish: 'length' })
  })

  it('samples from the nucleus alone where it is told to', async () => {
    const provider = embeddedProvider(letterModel(TABLE).model)
    const texts = async (topP: number) =>
      new Set((await provider.complete(ask({ samples: 60, topP }), { signal })).samples.map(({ text }) => text))
    expect(await texts(1)).toEqual(new Set(['a)', 'ab)', 'b)', 'c)']))
    expect(await texts(0.85)).toEqual(new Set(['a)', 'ab)', 'b)']))
    expect(await texts(0.5)).toEqual(new Set(['a)']))
  })

  it('writes its samples side by side', async () => {
    const { model, counts } = letterModel(TABLE)
    await embeddedProvider(model).complete(ask({ samples: 20 }), { signal })
    expect(counts.advances).toBeLessThanOrEqual(3)
    expect(counts.live).toBe(0)
  })

  it('judges to the last bit', async () => {
    const value = 0.1 + 0.2
    const judge = embeddedJudge(letterModel({}, () => value).model)
    const chat = { type: 'chat' as const, messages: [{ role: 'user' as const, content: 'x' }] }
    const { samples } = await judge.complete(ask({ input: chat }), { signal })
    expect(JSON.parse(samples[0]!.text)).toEqual({ value })
  })
})

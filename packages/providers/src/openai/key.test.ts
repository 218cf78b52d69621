import { createPreset, maxTrials, streamSearch } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { digitSum } from '@espalier/testing'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { chatReply, delta, frame, json, loopback } from '../../test/loopback.ts'
import type { Notice } from '../notice.ts'
import { openModel } from './open-model.ts'

const KEY = 'sk-canary-0123456789abcdef'

describe('a key', () => {
  it('goes to its own origin, and to no other', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('fine')))
    const at = (origin: string) =>
      openModel({ baseUrl: server.origin, model: 'm', allowPrivateAddresses: true, apiKey: { origin, key: KEY } })
    for (const origin of [
      server.origin,
      'https://api.example.com',
      'http://127.0.0.1',
      server.origin.replace('http', 'https'),
    ]) {
      const model = at(origin)
      await model.complete(chat('x'), { signal: signal() })
      await model.close()
    }
    expect(server.headers.map(({ authorization }) => authorization)).toEqual([
      `Bearer ${KEY}`,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('does not go along with a redirect', async () => {
    const other = await loopback((_body, response) => json(response, chatReply('thanks')))
    const server = await loopback((_body, response) => void response.writeHead(308, { location: other.origin }).end())
    const model = openModel({
      baseUrl: server.origin,
      model: 'm',
      allowPrivateAddresses: true,
      apiKey: { origin: server.origin, key: KEY },
    })
    expect((await failureOf(model.complete(chat('x'), { signal: signal() }))).code).toBe('redirected')
    expect(other.headers).toEqual([])
    await model.close()
  })

  it('is in no event, no notice and no error, whatever a server says', async () => {
    const padded = 'x'.repeat(290)
    const answers = [
      () => ({ status: 401, value: { error: { message: `Incorrect API key provided: ${KEY}`, param: KEY } } }),
      () => ({ status: 400, value: { error: { message: `${padded} ${KEY}` } } }),
      () => ({ status: 500, value: { error: `key ${KEY}` } }),
      () => ({ status: 200, value: { error: { message: KEY } } }),
      () => ({ status: 200, value: chatReply(`my key is ${KEY}`) }),
    ]
    let at = 0
    const server = await loopback((body, response) => {
      if (body['stream'] === true) return void response.writeHead(200).end(frame(delta(KEY, 'stop')) + frame('[DONE]'))
      const { status, value } = answers[at++ % answers.length]!()
      json(response, value, status)
    })
    const notices: Notice[] = []
    const model = openModel({
      baseUrl: server.origin,
      model: 'm',
      allowPrivateAddresses: true,
      apiKey: { origin: server.origin, key: KEY },
      attempts: 2,
      baseMs: 0,
      notify: (notice) => void notices.push(notice),
    })
    const toy = digitSum({ length: 3, digits: 3, secret: 1 })
    const seen: unknown[] = []
    const stream = streamSearch({
      problem: toy.problem,
      backend: toy.backend,
      algorithm: createPreset('mcts'),
      stop: maxTrials(10),
      expand: async (trial, { signal: called }) => {
        const { samples } = await model.complete(chat(`trial ${trial.id}`), { signal: called })
        throw Object.assign(new Error(samples[0]!.text), { code: 'text' })
      },
    })
    for await (const envelope of stream) seen.push(envelope)
    await model.complete(chat('x'), { signal: signal(), onPiece: (piece) => void seen.push(piece) })
    const errors = await Promise.allSettled(answers.map(() => model.complete(chat('x'), { signal: signal() })))
    seen.push(
      notices,
      model,
      errors.map((each) =>
        each.status === 'rejected' ? { ...(each.reason as Error), text: String(each.reason) } : each.value,
      ),
    )
    expect(JSON.stringify(seen)).not.toContain('canary')
    expect(JSON.stringify(seen)).toContain('[key]')
    expect(server.headers.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true)
    await model.close()
  })

  it('may not hide in a base URL', () => {
    for (const baseUrl of [
      'https://user:pass@api.example.com/v1',
      'https://api.example.com/v1?key=x',
      'file:///etc/passwd',
      'nonsense',
    ])
      expect(() => openModel({ baseUrl, model: 'm' })).toThrow(TypeError)
  })
})

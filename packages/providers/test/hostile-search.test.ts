import { createPreset, expandWith, foldEvents, maxTrials, streamSearch, type SearchEvent } from '@espalier/core'
import { nextSteps, textBackend } from '@espalier/token'
import { expectSoundTree } from '@espalier/testing'
import { describe, expect, it } from 'vitest'
import { openModel } from '../src/openai/open-model.ts'
import { HOSTILE } from './hostile-answers.ts'
import { chatReply, json, loopback } from './loopback.ts'

describe('a search over a hostile server', () => {
  it('goes on to its end with a sound tree, and every failure is an event that says what happened', async () => {
    const bad = Object.entries(HOSTILE).filter(([, { isStream }]) => isStream !== true)
    let calls = 0
    const server = await loopback((body, response, request) => {
      const call = calls++
      const text = call % 7 === 0 ? 'Answer: 42' : `step ${call}`
      if (call % 2 === 0) json(response, chatReply(text))
      else return bad[(call >> 1) % bad.length]![1].answer(body, response, request)
    })
    const model = openModel({
      baseUrl: server.origin,
      model: 'm',
      allowPrivateAddresses: true,
      maxReplyBytes: 1_000_000,
      attempts: 1,
      cannot: ['samples'],
    })
    const events: SearchEvent[] = []
    const stream = streamSearch({
      problem: 'What is it?',
      describe: (question) => ({ problem: question, label: question }),
      backend: textBackend(),
      algorithm: createPreset('mcts', { children: 1 }),
      expand: expandWith({
        evaluate: ({ steps }) => Promise.resolve({ value: 1 / (2 + steps.length) }),
        generate: nextSteps({ provider: model, maxRequests: 1 }),
      }),
      concurrency: 4,
      stop: maxTrials(100),
    })
    for (;;) {
      const next = await stream.next()
      if (next.done === true) {
        expect(['trials', 'exhausted']).toContain(next.value.reason)
        break
      }
      events.push(next.value.event)
    }
    await model.close()
    const codes = new Set(
      events.flatMap((event) => (event.type === 'trial-end' && event.error ? [event.error.code] : [])),
    )
    expect([...codes].toSorted()).toEqual([...new Set(bad.map(([, { code }]) => code))].toSorted())
    expectSoundTree(foldEvents(events))
    expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(300_000)
  })
})

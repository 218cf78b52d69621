import { describe, expect, it } from 'vitest'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { chatReply, json, loopback } from '../../test/loopback.ts'
import { openModel } from '../openai/open-model.ts'
import { openAiProvider } from '../openai/openai-provider.ts'
import { systemClock } from '../platform.ts'
import { isPublicAddress } from './address-guard.ts'
import { guardedFetch } from './guarded-fetch.ts'
import type { LookupFn } from './guarded-connect.ts'
import { undiciTransport } from './undici-transport.ts'

const PRIVATE = [
  '127.0.0.1',
  '127.255.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '240.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '[::1]',
  '',
  'localhost',
  '127.0.0.1.evil',
]

/** A name service that gives these answers, one after the other, and the last one for ever. */
function names(...answers: readonly (readonly string[])[]) {
  let asked = 0
  const lookup: LookupFn = (_host, _options, callback) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { lookup, asked: () => asked }
}

describe('addresses', () => {
  it('are public, or not', () => {
    expect(PRIVATE.filter(isPublicAddress)).toEqual([])
    const open = ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8']
    expect(open.filter((address) => !isPublicAddress(address))).toEqual([])
  })

  it('that are private are not connected to, in whatever way they are written', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('secret')))
    const { port } = new URL(server.origin)
    for (const host of [
      '127.0.0.1',
      'localhost',
      '0x7f.1',
      '2130706433',
      '017700000001',
      '[::ffff:127.0.0.1]',
      '[::1]',
    ]) {
      const model = openModel({ baseUrl: `http://${host}:${port}/v1`, model: 'm' })
      const failure = await failureOf(model.complete(chat('x'), { signal: signal() }))
      expect(failure.code, host).toBe('forbidden-address')
      await model.close()
    }
    expect(server.bodies).toEqual([])
  })

  it('are looked at where a name leads, all of them, and a name is not asked twice', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('secret')))
    const { port } = new URL(server.origin)
    for (const answers of [[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['fd00::1']]]) {
      const { lookup, asked } = names(...answers)
      const transport = undiciTransport({ lookup })
      const model = openAiProvider({
        name: 't',
        baseUrl: `http://evil.test:${port}`,
        model: 'm',
        transport,
        clock: systemClock,
      })
      expect((await failureOf(model.complete(chat('x'), { signal: signal() }))).code).toBe('forbidden-address')
      expect(asked()).toBe(1)
      await transport.close()
    }
    expect(server.bodies).toEqual([])
  })

  it('are not looked up again between the check and the connection, whatever the name says by then', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('secret')))
    const { port } = new URL(server.origin)
    const controller = new AbortController()
    const { lookup, asked } = names(['8.8.8.8'], ['127.0.0.1'])
    const transport = undiciTransport({
      lookup: (host, options, callback) => {
        // Nothing is to be waited for: where the connection goes is settled by now.
        setImmediate(() => controller.abort())
        lookup(host, options, callback)
      },
    })
    const model = openAiProvider({
      name: 't',
      model: 'm',
      transport,
      clock: systemClock,
      baseUrl: `http://rebinding.test:${port}`,
    })
    await failureOf(model.complete(chat('x'), { signal: controller.signal }))
    expect(asked()).toBe(1)
    // The next call asks anew, and what is found is checked anew.
    expect((await failureOf(model.complete(chat('x'), { signal: signal() }))).code).toBe('forbidden-address')
    expect(server.bodies).toEqual([])
    await transport.close()
  })

  it('may be private where the operator says so', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('fine')))
    const model = openModel({ baseUrl: server.origin, model: 'm', allowPrivateAddresses: true })
    expect((await model.complete(chat('x'), { signal: signal() })).samples[0]!.text).toBe('fine')
    await model.close()
  })
})

describe('guardedFetch', () => {
  it('guards the fetch that other libraries use', async () => {
    const server = await loopback((_body, response) => json(response, chatReply('secret')))
    await expect(guardedFetch()(server.origin, { method: 'POST', body: '{}' })).rejects.toMatchObject({
      cause: { code: 'forbidden-address' },
    })
    expect(server.bodies).toEqual([])
  })

  it('breaks off what is too long, and follows no redirect', async () => {
    const server = await loopback((_body, response, request) => {
      if (request.url === '/away') response.writeHead(307, { location: '/elsewhere' }).end()
      else response.writeHead(200).end('x'.repeat(100_000))
    })
    const fetch = guardedFetch({ allowPrivateAddresses: true, maxReplyBytes: 50_000 })
    expect((await fetch(`${server.origin}/away`)).status).toBe(307)
    await expect((await fetch(server.origin)).text()).rejects.toMatchObject({ code: 'reply-too-large' })
  })
})

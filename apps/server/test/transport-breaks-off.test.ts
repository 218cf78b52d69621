import { setImmediate as turn } from 'node:timers/promises'
import { createCatalog } from '@espalier/catalog'
import { httpTransport, platformDelay, type FetchFn, type FetchResponse } from '@espalier/client'
import { drawsOf } from '@espalier/core'
import { untrainedProsqa } from '@espalier/models'
import { describeTransport } from '@espalier/testing'
import { testApp, type TestApp } from './test-app.ts'
import { requests } from './transport-requests.ts'

/** Waits for real where silence is measured, and not at all before another try. */
const delay: typeof platformDelay = (ms, signal) => (ms > 30_000 ? platformDelay(ms, signal) : turn())

const catalog = createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })

const overApp =
  ({ fetch }: TestApp): FetchFn =>
  (url, init) =>
    fetch(url, init)

/** Requests to the app, but every second stream of events breaks off after some bytes, and some do not even begin. */
function flaky(app: TestApp): FetchFn {
  const draw = drawsOf(7, 1)
  return async (url, init) => {
    if (!url.includes('/events')) return overApp(app)(url, init)
    if (draw() < 0.2) throw new TypeError('network error')
    const response: FetchResponse = await overApp(app)(url, init)
    return response.body !== null && draw() < 0.5 ? cutOff(response, Math.floor(draw() * 3000)) : response
  }
}

function cutOff(response: FetchResponse, bytes: number): FetchResponse {
  const reader = response.body!.getReader()
  let left = bytes
  const cut = {
    read: async () => {
      if (left <= 0) {
        await reader.cancel()
        throw new TypeError('terminated')
      }
      const { done, value } = await reader.read()
      if (done || value === undefined) return { done: true }
      const piece = value.subarray(0, left)
      left -= value.length
      return { done: false, value: piece }
    },
    cancel: (reason?: unknown) => reader.cancel(reason),
  }
  const { ok, status, headers } = response
  return {
    ok,
    status,
    headers,
    body: { getReader: () => cut },
    text: () => response.text(),
    arrayBuffer: () => response.arrayBuffer(),
  }
}

/** What the network does to streams must not show: the same suite, over streams that break off. */
describeTransport('http that breaks off', {
  ...requests,
  open: async () => {
    const fetch = flaky(await testApp({ catalog }))
    const transport = httpTransport({ baseUrl: '', fetch, delay, random: drawsOf(1, 0) })
    // The app is closed behind every test.
    return { transport, close: () => Promise.resolve() }
  },
})

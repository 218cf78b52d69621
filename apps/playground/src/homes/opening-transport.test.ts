import { expect, it } from 'vitest'
import * as runner from '@espalier/catalog'
import {
  isClientError,
  localTransport,
  platformBreathe,
  platformDelay,
  platformWallClock,
  type SearchTransport,
} from '@espalier/client'
import { decodeSnapshot } from '@espalier/protocol'
import { largeLog } from '../../test/large-log.ts'
import { openingTransport, PREVIEW_FROM } from './opening-transport.ts'

const large = largeLog(10_000)
const small = largeLog(50)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const invalidLog = expect.objectContaining({ code: 'invalid-log' })

/** Searches in this process, where something else comes in between after some of the steps of every proof. */
function transport(): SearchTransport {
  let now = 0
  return localTransport({
    runner,
    catalog: runner.createCatalog(),
    clock: () => (now += 0.1),
    wallClock: () => new Date(platformWallClock()).toISOString(),
    breathe: platformBreathe,
    delay: platformDelay,
  })
}

it('a large file is seen before it is proven, and what needs the search kept waits', async () => {
  const opening = openingTransport(transport())
  const { id, proven } = await opening.openFile(bytesOf(large))
  const order: string[] = []
  const note = (what: string) => (): void => void order.push(what)
  const info = await opening.get(id)
  expect(info.events).toBeGreaterThanOrEqual(PREVIEW_FROM)
  const { bytes } = await opening.snapshot(id)
  expect(decodeSnapshot(bytes).tree.size).toBe(info.nodes)
  expect((await opening.list()).searches).toEqual([])
  order.push('seen')
  await Promise.all([
    proven.then(note('proven')),
    opening.node(id, 0).then(note('node')),
    opening.exportSearch(id).then(note('exported')),
  ])
  expect(order.slice(0, 2)).toEqual(['seen', 'proven'])
  expect(await opening.get(id)).toEqual(info)
  expect(await opening.snapshot(id)).toEqual({ events: info.events, bytes })
  let events = 0
  for await (const batch of opening.events(id)) events += batch.length
  expect(events).toBe(info.events)
})

it('a large file that is not sound is taken back with what is wrong, for everybody who asks', async () => {
  const opening = openingTransport(transport())
  const { id, proven } = await opening.openFile(bytesOf(large.replace('{"at":9000,', '{"at":9000.5,')))
  expect(await opening.get(id)).toMatchObject({ id, status: 'finished' })
  const events = opening.events(id).next()
  await expect(proven).rejects.toThrow('their checksum differs')
  for (const asked of [events, opening.get(id), opening.snapshot(id), opening.proofOf(id)]) {
    await expect(asked).rejects.toEqual(invalidLog)
  }
  expect((await opening.list()).searches).toEqual([])
})

it('a small file is proven first, and one that cannot be read is refused at once', async () => {
  const opening = openingTransport(transport())
  const { id, proven } = await opening.openFile(bytesOf(small))
  expect(opening.proofOf(id)).toBeNull()
  expect((await opening.list()).searches).toHaveLength(1)
  await proven
  const refused = await opening.openFile(bytesOf(large.slice(0, -99))).catch((error: unknown) => error)
  expect(isClientError(refused) && refused.code).toBe('invalid-log')
  expect((await opening.list()).searches).toHaveLength(1)
})

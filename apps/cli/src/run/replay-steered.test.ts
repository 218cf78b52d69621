import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as runner from '@espalier/catalog'
import {
  localTransport,
  platformBreathe,
  platformClock,
  platformDelay,
  platformWallClock,
  type SearchTransport,
} from '@espalier/client'
import type { SearchEvent } from '@espalier/core'
import { createLogHash } from '@espalier/protocol'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { replayLog } from './replay-log.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-steered-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function eventsOf(transport: SearchTransport, id: string, least = Number.POSITIVE_INFINITY) {
  const events: SearchEvent[] = []
  for await (const batch of transport.events(id)) {
    events.push(...batch.map(({ event }) => event))
    if (events.length >= least) break
  }
  return events
}

/** A search that is steered in every way, and the fork of it that is cancelled in the end. */
async function steered(transport: SearchTransport): Promise<string> {
  const { id } = await transport.create({
    task: 'countdown',
    problem: { numbers: [3, 5, 7, 11, 13], target: 9973 },
    budget: { trials: 100_000 },
    concurrency: 3,
  })
  await eventsOf(transport, id, 80)
  await transport.pause(id, 'ada')
  const step = '7 + 3 = 10 (left: 5 10 11 13)'
  await transport.steer(id, {
    by: 'ada',
    actions: [
      { type: 'insert', node: 0, label: step },
      { type: 're-evaluate', node: 0 },
      { type: 'focus', node: 1 },
      { type: 'avoid', node: 2 },
      { type: 'focus', node: 0 },
      { type: 're-root', node: 1 },
    ],
  })
  await transport.extend(id, { trials: 5, nodes: 3 })
  await transport.resume(id)
  const { events } = await transport.get(id)
  await eventsOf(transport, id, events + 100)
  const fork = await transport.fork(id, { seed: 9, name: 'another' })
  await eventsOf(transport, fork.id, fork.forkedFrom!.at + 100)
  await transport.cancel(id)
  await transport.cancel(fork.id)
  return fork.id
}

it('a log with steering of every kind is proven, and comes back from an import with the same hash', async () => {
  const transport = localTransport({
    runner,
    catalog: runner.createCatalog(),
    clock: platformClock,
    wallClock: platformWallClock,
    breathe: platformBreathe,
    delay: platformDelay,
  })
  const id = await steered(transport)
  const events = await eventsOf(transport, id)
  const kinds = events.flatMap((event) => (event.type === 'steer' ? [event.action.type] : []))
  expect([...new Set(kinds)].sort()).toEqual(
    ['avoid', 'cancel', 'extend', 'focus', 'fork', 'insert', 'pause', 're-evaluate', 're-root', 'resume'].sort(),
  )
  const hash = createLogHash()
  for (const event of events) hash.add(event)
  const expected = hash.digest()

  const first = join(folder, 'first.jsonl')
  const second = join(folder, 'second.jsonl')
  const file = await transport.exportSearch(id)
  writeFileSync(first, file)
  writeFileSync(second, await transport.exportSearch((await transport.importSearch(file)).id))
  for (const path of [first, second]) {
    const { summary, progress } = await replayLog(path, openLegalSteps())
    expect(summary).toMatchObject({ logHash: expected, reason: 'aborted', events: events.length })
    expect(progress.fold.steering).toMatchObject({ root: 1, cancelled: true })
  }
})

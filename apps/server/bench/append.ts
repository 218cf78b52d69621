/**
 * How many events a second the disk store makes durable, beside bare writes of the same bytes with as many fsyncs:
 * `npm run bench:append -w @espalier/server [-- --directory FOLDER]`. The folder decides what fsync costs; the ratio is taken in one run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Envelope } from '@espalier/core'
import { openDiskStore } from '../src/store/disk/disk-store.ts'
import { sampleLog } from './sample-log.ts'

const { values: options } = parseArgs({
  options: { directory: { type: 'string', default: tmpdir() }, quick: { type: 'boolean', default: false } },
})
const EVENTS = options.quick ? 50_000 : 200_000
/** A search hands over what came since the last write; this is how much that is when the disk is the bottleneck. */
const BATCHES = [64, 512, 4096] as const

/** Milliseconds in which the store acknowledged everything, batch after batch. */
async function throughStore(directory: string, log: readonly Envelope[], batch: number): Promise<number> {
  const store = openDiskStore(directory)
  const id = 'srch_bench'
  await store.create({ id, createdAt: 0, spec: null, idempotency: null, imported: false }, {})
  const started = performance.now()
  for (let at = 0; at < log.length; at += batch) await store.append(id, log.slice(at, at + batch))
  const ms = performance.now() - started
  await store.close()
  return ms
}

/** The same events as lines, written and flushed, without a head, a checksum or anything kept. */
async function bare(directory: string, log: readonly Envelope[], batch: number): Promise<number> {
  const file = await open(join(directory, 'bare'), 'w')
  const started = performance.now()
  for (let at = 0; at < log.length; at += batch) {
    await file.write(
      log
        .slice(at, at + batch)
        .map((envelope) => JSON.stringify(envelope))
        .join('\n'),
    )
    await file.datasync()
  }
  const ms = performance.now() - started
  await file.close()
  return ms
}

const log = await sampleLog(EVENTS)
const rate = (ms: number): string => `${Math.round(log.length / ms)}k/s`
console.log(`${log.length.toLocaleString('en')} events, one search, one append after another`)
console.log('| events an append | durable | bare write and fsync | store / bare |')
console.log('|---|---|---|---|')
for (const batch of BATCHES) {
  const directory = mkdtempSync(join(options.directory, 'espalier-bench-'))
  try {
    const [a, b] = [await throughStore(directory, log, batch), await bare(directory, log, batch)]
    console.log(`| ${batch} | ${rate(a)} | ${rate(b)} | ${(b / a).toFixed(2)} |`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

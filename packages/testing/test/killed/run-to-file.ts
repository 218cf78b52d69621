import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { maxTrials, resumeSearch, streamSearch, type SearchEvent } from '@espalier/core'
import { runOptionsOf, TRIALS } from './recorded-run.ts'

/**
 * Runs a search, or goes on with the one in the file, and writes each event to the file as it comes. `stopAt`: bytes of the file at which
 * it says so on its standard output and stands still, in the middle of a line as a rule; to be killed there.
 */
const [preset, path, stopAt] = process.argv.slice(2) as [string, string, string]

const options = runOptionsOf(preset)
const written = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
const log = written.map((line) => JSON.parse(line) as SearchEvent)
const resume = log.length === 0 ? undefined : resumeSearch(options, log)
const kept = written.slice(0, resume?.kept ?? 0).map((line) => `${line}\n`)
let size = Buffer.byteLength(kept.join(''))

const file = openSync(path, 'a')
ftruncateSync(file, size)
const stop = maxTrials(TRIALS)
for await (const { event } of streamSearch({ ...options, stop, ...(resume === undefined ? {} : { resume }) })) {
  const line = Buffer.from(`${JSON.stringify(event)}\n`)
  const room = Number(stopAt) - size
  if (line.length >= room) {
    writeSync(file, line, 0, Math.max(0, room))
    writeSync(1, 'here')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  writeSync(file, line)
  size += line.length
}
closeSync(file)

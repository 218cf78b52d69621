import { appendFileSync, writeFileSync } from 'node:fs'
import { openRecord, selfPlay, type RecordFile, type Role } from '../../src/index.ts'
import { recordInFile } from '../../src/node.ts'
import { LUCKY, scriptedRoles, somePrompts } from '../scripted-roles.ts'

/**
 * Plays a round with its record in a file, or goes on with the one that is there. Every call is noted in `paid` before its result is handed
 * out. `stopAt`: bytes of the record at which it says so on its standard output and stands still, in the middle of a line as a rule; to be
 * killed there. At its end it writes what it came to.
 */
const [path, paid, result, stopAt] = process.argv.slice(2) as [string, string, string, string]

const noted =
  (name: string, role: Role): Role =>
  async (messages, options) => {
    const { signal: _, ...sampling } = options
    appendFileSync(paid, `${JSON.stringify([name, messages, sampling])}\n`)
    return role(messages, options)
  }
const { actor, judge, refiner } = scriptedRoles(LUCKY)
const roles = { actor: noted('actor', actor), judge: noted('judge', judge), refiner: noted('refiner', refiner) }

const file = await recordInFile(path)
const stopping: RecordFile = {
  read: () => file.read(),
  write: async (at, text) => {
    const room = Number(stopAt) - at
    if (Buffer.byteLength(text) < room) return file.write(at, text)
    await file.write(at, Buffer.from(text).subarray(0, Math.max(0, room)).toString('latin1'))
    process.stdout.write('here')
    // Nothing else may happen before the end.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
}
const outcome = await selfPlay({
  prompts: somePrompts(4),
  roles,
  record: await openRecord(stopping),
  seed: 5,
  slots: 8,
})
writeFileSync(result, JSON.stringify(outcome))
await file.close()

import { describe, expect, it } from 'vitest'
import { LUCKY, scriptedRoles, somePrompts, type Heard } from '../../test/scripted-roles.ts'
import { selfPlay, type SelfPlayResult } from '../pipeline/self-play.ts'
import { isSelfPlayError } from '../self-play-error.ts'
import { openRecord, recordInMemory, type CallRecord, type RecordFile } from './call-record.ts'
import { readRecord } from './record-lines.ts'

const prompts = somePrompts(2)

async function run(record: CallRecord): Promise<{ readonly result: SelfPlayResult; readonly heard: readonly Heard[] }> {
  const heard: Heard[] = []
  const result = await selfPlay({ prompts, roles: scriptedRoles(LUCKY, heard), record, seed: 4, slots: 4 })
  return { result, heard }
}

describe('a run that broke off', () => {
  it('at any line of its record, goes on to the same end and pays for nothing twice', async () => {
    const file = recordInMemory()
    const whole = await run(await openRecord(file))
    const lines = file.text.split('\n').length - 1
    expect(lines).toBe(whole.heard.length)
    expect(lines).toBeGreaterThan(25)
    let end = 0
    for (let kept = 0; kept <= lines; kept++) {
      const cut = recordInMemory(file.text.slice(0, end))
      const rest = await run(await openRecord(cut))
      expect(rest.heard.length).toBe(lines - kept)
      expect(rest.result).toEqual(whole.result)
      expect(readRecord(cut.text).entries).toHaveLength(lines)
      end = file.text.indexOf('\n', end) + 1
    }
  })

  it('in the middle of a line, pays for that line alone', async () => {
    const file = recordInMemory()
    const whole = await run(await openRecord(file))
    const bytes = Buffer.from(file.text)
    for (let cut = 0; cut < bytes.length; cut += Math.ceil(bytes.length / 60)) {
      const text = bytes.subarray(0, cut).toString('utf8')
      const kept = readRecord(text).entries.length
      const { heard, result } = await run(await openRecord(recordInMemory(text)))
      expect(heard).toHaveLength(whole.heard.length - kept)
      expect(result).toEqual(whole.result)
    }
  })
})

/** A disk that is full from its nth write on, until it is cleared; a write that fails leaves a part of itself there. */
function fillingDisk(writes: number): RecordFile & { readonly text: string; clear(): void } {
  const file = recordInMemory()
  let left = writes
  return {
    read: () => file.read(),
    write: async (at, text) => {
      if (left-- > 0) return file.write(at, text)
      await file.write(at, text.slice(0, Math.floor(text.length / 2)))
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    },
    get text() {
      return file.text
    },
    clear: () => void (left = Number.POSITIVE_INFINITY),
  }
}

describe('a disk that fills', () => {
  it.each([0, 1, 4, 9])(
    'after %i writes ends the run with what it is, and nothing that was paid is lost',
    async (writes) => {
      const whole = await run(await openRecord(recordInMemory()))
      const disk = fillingDisk(writes)
      const record = await openRecord(disk)
      const heard: Heard[] = []
      const options = { prompts, roles: scriptedRoles(LUCKY, heard), record, seed: 4, slots: 4 }
      const error = await selfPlay(options).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(isSelfPlayError(error) && error.code).toBe('RECORD_FAILED')
      expect(error).toMatchObject({ message: expect.stringContaining('ENOSPC'), cause: { code: 'ENOSPC' } })
      // No call went out after the disk was full, but for those that were in flight.
      const paid = heard.length
      expect(paid).toBeLessThanOrEqual(record.entries.length + 4)
      // Another process finds what was written, whole lines of the write that failed too, and pays only for the rest.
      const written = readRecord(disk.text).entries.length
      expect(written).toBeGreaterThanOrEqual(record.entries.length)
      const other = await run(await openRecord(recordInMemory(disk.text)))
      expect(other.heard.length).toBe(whole.heard.length - written)
      expect(other.result).toEqual(whole.result)
      // This process still holds the rest: with room on the disk nothing is paid for twice.
      disk.clear()
      expect(await selfPlay(options)).toEqual(whole.result)
      expect(heard).toHaveLength(whole.heard.length)
      expect(readRecord(disk.text).entries).toHaveLength(whole.heard.length)
    },
  )
})

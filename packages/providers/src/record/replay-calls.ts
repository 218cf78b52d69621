import { ProviderError, type Provider } from '@espalier/token'
import { callKey, keyInLine, parseRecordLine, type CallRecord } from './call-record.ts'
import { countCalls } from './record-calls.ts'

/** Recorded calls, and the lines among them that cannot be read. */
export interface RecordedCalls {
  /** The file, for messages. */
  readonly file: string
  readonly records: ReadonlyMap<string, CallRecord>
  readonly damaged: readonly { readonly line: number; readonly key: string | null }[]
}

/** Reads the text of a file of records. A damaged line is remembered, and matters only where its call is asked for. */
export function readRecords(text: string, file: string): RecordedCalls {
  const records = new Map<string, CallRecord>()
  const damaged: { line: number; key: string | null }[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '') continue
    const record = parseRecordLine(line)
    if (record === null) damaged.push({ line: i + 1, key: keyInLine(line) })
    else records.set(placeOf(record.key, record.nth), record)
  }
  return { file, records, damaged }
}

/**
 * Answers calls from their records, in no time and without a network; the same calls get the same replies and failures as before. Rejects
 * with `not-recorded` or `corrupt-record`, naming key and file, for one that it has not got.
 */
export function replayCalls({ file, records, damaged }: RecordedCalls, name: string): Provider {
  const nthOf = countCalls()

  function missing(key: string, nth: number): ProviderError {
    const line = damaged.find((each) => each.key === key) ?? damaged.find((each) => each.key === null)
    if (line !== undefined) {
      const message = `call ${key}, time ${nth + 1}: line ${line.line} of ${file} is damaged`
      return new ProviderError('corrupt-record', message)
    }
    return new ProviderError('not-recorded', `call ${key}, time ${nth + 1}, of ${name} is not in ${file}`)
  }

  return {
    name,
    complete: (request, { onPiece }) => {
      const key = callKey(name, request)
      const nth = nthOf(key)
      const outcome = records.get(placeOf(key, nth))?.outcome
      if (outcome === undefined) return Promise.reject(missing(key, nth))
      if ('error' in outcome) {
        const { code, message, ...details } = outcome.error
        return Promise.reject(new ProviderError(code, message, details))
      }
      for (const [sample, { text, tokens }] of outcome.reply.samples.entries()) onPiece?.({ sample, text, tokens })
      return Promise.resolve(outcome.reply)
    },
  }
}

const placeOf = (key: string, nth: number): string => `${key} ${nth}`

import type { Envelope } from '@espalier/core'
import type { KeptDetail } from '@espalier/protocol'
import {
  checkContinuation,
  checkDetails,
  notEnded,
  StoreError,
  type SearchControl,
  type SearchHeader,
  type SearchStore,
  type StoredSearch,
} from './search-store.ts'

interface Entry {
  readonly header: SearchHeader
  control: SearchControl
  ended: boolean
  readonly log: Envelope[]
  readonly details: KeptDetail[]
  snapshot?: Uint8Array<ArrayBuffer>
}

/** Searches in memory, gone with the process: for tests, and for servers that keep nothing. */
export function memoryStore(): SearchStore {
  const entries = new Map<string, Entry>()
  const byKey = new Map<string, Entry>()
  let open = true

  const viewOf = ({ header, control, log, ended }: Entry): StoredSearch => ({
    header,
    control,
    events: log.length,
    ended,
  })

  function entry(id: string): Entry {
    const found = entries.get(id)
    if (found === undefined) throw new StoreError('UNKNOWN_SEARCH', `${id}: no such search`)
    return found
  }

  /** Every method is asynchronous, so that a mistake is a rejection here as it is in stores that wait. */
  const call = async <T>(work: () => T): Promise<T> => {
    if (!open) throw new StoreError('CLOSED', 'the store is closed')
    return work()
  }

  return {
    create: (header, control, log = []) =>
      call(() => {
        const { id, idempotency } = header
        const known = idempotency === null ? undefined : byKey.get(idempotency.key)
        if (known !== undefined) return { search: viewOf(known), created: false }
        if (entries.has(id)) throw new StoreError('DUPLICATE_ID', `${id}: this id is taken`)
        const made: Entry = {
          header,
          control,
          log: [...log],
          details: [],
          ended: checkContinuation(id, { events: 0, ended: false }, log),
        }
        entries.set(id, made)
        if (idempotency !== null) byKey.set(idempotency.key, made)
        return { search: viewOf(made), created: true }
      }),
    get: (id) => call(() => (entries.has(id) ? viewOf(entry(id)) : null)),
    findByKey: (key) => call(() => (byKey.has(key) ? viewOf(byKey.get(key)!) : null)),
    list: (before, limit) =>
      call(() =>
        [...entries.values()]
          .filter(({ header }) => before === null || header.id < before)
          .sort((a, b) => (a.header.id < b.header.id ? 1 : -1))
          .slice(0, limit)
          .map(viewOf),
      ),
    append: (id, envelopes, details = []) =>
      call(() => {
        const found = entry(id)
        const ended = checkContinuation(id, { events: found.log.length, ended: found.ended }, envelopes)
        checkDetails(id, envelopes, details)
        found.ended = ended
        for (const envelope of envelopes) found.log.push(envelope)
        for (const detail of details) found.details.push(detail)
      }),
    setControl: (id, control) => call(() => void (entry(id).control = control)),
    read: (id, from, limit) => call(() => entry(id).log.slice(from, from + limit)),
    details: (id, node) => call(() => entry(id).details.filter((detail) => detail.node === node)),
    keepSnapshot: (id, bytes) =>
      call(() => {
        const found = entry(id)
        if (!found.ended) throw notEnded(id)
        found.snapshot = bytes
      }),
    snapshot: (id) => call(() => entry(id).snapshot ?? null),
    close: () => {
      open = false
      return Promise.resolve()
    },
  }
}

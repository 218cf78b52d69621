import { expect, it } from 'vitest'
import type { UnprovenSearch } from '@espalier/client'
import { ended, eventsFrom, expectRefusal, withTransport, type TransportSuiteOptions } from './transport-suite.ts'

const logLines = (file: Uint8Array): readonly string[] => new TextDecoder().decode(file).split('\n').slice(1, -2)

/** A search as a file, out and in again. */
export function fileTests(options: TransportSuiteOptions): void {
  const { short } = options

  it('takes back what it gave: the same events, the same outcome', () =>
    withTransport(options, async (transport) => {
      const original = await ended(transport, short)
      const file = await transport.exportSearch(original.id)
      const copy = await transport.importSearch(file)
      expect(copy.id).not.toBe(original.id)
      const { spec, label, reason, events, nodes, answer, value } = original
      expect(copy).toMatchObject({
        imported: true,
        status: 'finished',
        spec,
        label,
        reason,
        events,
        nodes,
        answer,
        value,
      })
      expect(await eventsFrom(transport, copy.id)).toEqual(await eventsFrom(transport, original.id))
      // Between what a file says of itself, first and last, the log stands as it was.
      expect(logLines(await transport.exportSearch(copy.id))).toEqual(logLines(file))
      expect(await transport.result(copy.id)).toMatchObject({ answer, reason, events })
    }))

  it('refuses a file that is not sound, wherever it was changed', () =>
    withTransport(options, async (transport) => {
      const { id } = await ended(transport, short)
      const file = await transport.exportSearch(id)
      const cut = file.slice(0, file.length - 10)
      const changed = file.slice()
      changed[file.length >> 1]! ^= 1
      for (const wrong of [new Uint8Array(), new TextEncoder().encode('{}\n'), cut, changed]) {
        await expectRefusal(transport.importSearch(wrong), 'invalid-log', 422)
      }
      expect((await transport.list()).searches).toHaveLength(1)
    }))

  it('may tell of a search before it is proven, and knows nothing of it unless it is', () =>
    withTransport(options, async (transport) => {
      const { id } = await ended(transport, short)
      const file = await transport.exportSearch(id)
      const told: UnprovenSearch[] = []
      const onRead = (search: UnprovenSearch): void => void told.push(search)
      const copy = await transport.importSearch(file, { onRead })
      const snapshot = await transport.snapshot(copy.id)
      for (const { info, tree } of told.splice(0)) {
        expect(info).toEqual(copy)
        expect(tree).toEqual(snapshot)
      }

      // All but the checksum in its end is as it was.
      const text = new TextDecoder().decode(file)
      const wrong = text.replace(/"checksum":"(.)/, (_, digit) => `"checksum":"${digit === '0' ? '1' : '0'}`)
      await expectRefusal(transport.importSearch(new TextEncoder().encode(wrong), { onRead }), 'invalid-log', 422)
      for (const { info } of told) await expectRefusal(transport.get(info.id), 'not-found', 404)
      expect((await transport.list()).searches).toHaveLength(2)
    }))
}

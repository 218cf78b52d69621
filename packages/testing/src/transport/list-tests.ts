import { expect, it } from 'vitest'
import { ended, expectRefusal, withTransport, type TransportSuiteOptions } from './transport-suite.ts'

/** Lists in pages, and requests that are sent twice. */
export function listTests(options: TransportSuiteOptions): void {
  const { short } = options

  it('lists searches newest first, in pages', () =>
    withTransport(options, async (transport) => {
      const made: string[] = []
      for (let seed = 0; seed < 5; seed++) made.unshift((await ended(transport, { ...short, seed })).id)
      const whole = await transport.list()
      expect(whole.searches.map(({ id }) => id)).toEqual(made)
      expect(whole.nextCursor).toBeNull()
      expect(whole.searches[0]).toEqual(await transport.get(made[0]!))

      const listed: string[] = []
      let cursor: string | null = null
      do {
        const page = await transport.list({ limit: 2, ...(cursor === null ? {} : { cursor }) })
        listed.push(...page.searches.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(listed).toEqual(made)
    }))

  it('refuses a cursor that no list gave, and pages of no size', () =>
    withTransport(options, async (transport) => {
      await ended(transport, short)
      await expectRefusal(transport.list({ cursor: 'made-up' }), 'invalid-request', 400)
      await expectRefusal(transport.list({ limit: 0 }), 'invalid-request', 400)
      await expectRefusal(transport.list({ limit: 201 }), 'invalid-request', 400)
    }))

  it('makes one search of a request that is sent again under its key', () =>
    withTransport(options, async (transport) => {
      const first = await transport.create(short, { idempotencyKey: 'one' })
      expect((await transport.create(short, { idempotencyKey: 'one' })).id).toBe(first.id)
      expect((await transport.create(short, { idempotencyKey: 'two' })).id).not.toBe(first.id)
      expect((await transport.list()).searches).toHaveLength(2)
      const other = { ...short, seed: 99 }
      await expectRefusal(transport.create(other, { idempotencyKey: 'one' }), 'idempotency-mismatch', 422)
    }))
}

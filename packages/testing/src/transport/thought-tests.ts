import { Flag, ROOT } from '@espalier/core'
import { searchAccountSchema, thoughtDetailSchema, thoughtPointsSchema } from '@espalier/protocol'
import { expect, it } from 'vitest'
import {
  eventsFrom,
  expectRefusal,
  foldOf,
  someEvents,
  withTransport,
  type TransportSuiteOptions,
} from './transport-suite.ts'

/** What a search over vectors thinks can be looked at, and of no other search. */
export function thoughtTests(options: TransportSuiteOptions): void {
  const { short, thoughts } = options

  it('shows what a thought reads as, and what is near it', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(thoughts)
      const { tree, seq } = foldOf(await eventsFrom(transport, id))
      const known = Array.from({ length: tree.size }, (_, node) => node).filter(
        (node) => tree.has(node, Flag.evaluated) && !tree.has(node, Flag.terminal),
      )
      const points = thoughtPointsSchema.parse(await transport.thoughts(id))
      expect(points).toMatchObject({ events: seq, map: null, more: 0 })
      expect(points.points.map(({ node }) => node)).toEqual(known)
      for (const node of known.slice(0, 4)) {
        const thought = thoughtDetailSchema.parse(await transport.thought(id, node))
        expect(thought).toMatchObject({ node, events: seq, at: null })
        expect(thought.step === null).toBe(node === ROOT)
        if (thought.step !== null) expect(tree.label(node)).toContain(`[${thought.step.operator}`)
        const shares = thought.readOut.map(({ probability }) => probability)
        expect(shares).toEqual(shares.toSorted((a, b) => b - a))
        expect(thought.nearest).toHaveLength(Math.min(5, known.length - 1))
        for (const near of thought.nearest) expect(known.filter((other) => other !== node)).toContain(near.node)
        expect(await transport.thought(id, node)).toEqual(thought)
      }
      await expectRefusal(transport.thought(id, tree.size), 'not-found', 404)
    }))

  it('shows the thoughts of a search that still runs', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create({ ...thoughts, budget: { trials: 1_000_000 } })
      await someEvents(transport, id, 10)
      expect((await transport.thought(id, ROOT)).step).toBeNull()
      await transport.cancel(id)
    }))

  it('says of an answer how well it stands', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(thoughts)
      await eventsFrom(transport, id)
      const { answer, conclusion } = searchAccountSchema.parse(await transport.result(id))
      expect(conclusion?.standing === 'verified').toBe(answer !== null)
      if (answer !== null) expect(conclusion?.answer).toBe(answer)
    }))

  it('has none of a search whose states are text', () =>
    withTransport(options, async (transport) => {
      for (const request of [short, { ...thoughts, model: 'uniform' }, { ...thoughts, model: 'prosqa-token' }]) {
        const { id } = await transport.create(request)
        await eventsFrom(transport, id)
        await expectRefusal(transport.thought(id, ROOT), 'no-vectors', 409)
        await expectRefusal(transport.thoughts(id), 'no-vectors', 409)
      }
    }))

  it('knows no thoughts of a search that there is not', () =>
    withTransport(options, async (transport) => {
      await expectRefusal(transport.thought('no-such-search', ROOT), 'not-found', 404)
      await expectRefusal(transport.thoughts('no-such-search'), 'not-found', 404)
    }))
}

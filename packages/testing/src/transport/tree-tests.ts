import { ROOT } from '@espalier/core'
import {
  candidatesOf,
  decodeSnapshot,
  hashTree,
  nodeDetail,
  nodeEvidenceSchema,
  pathDetails,
  searchInfoSchema,
  searchAccountSchema,
} from '@espalier/protocol'
import { expect, it } from 'vitest'
import {
  ended,
  eventsFrom,
  expectRefusal,
  foldOf,
  someEvents,
  withTransport,
  type TransportSuiteOptions,
} from './transport-suite.ts'

/** What is said of a search is what its log says. */
export function treeTests(options: TransportSuiteOptions): void {
  const { short, judged, endless } = options

  it('comes to what the fold of its log comes to', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(short)
      const fold = foldOf(await eventsFrom(transport, id))
      const info = searchInfoSchema.parse(await transport.get(id))
      const totals = {
        events: fold.seq,
        nodes: fold.tree.size,
        trials: fold.asked,
        failures: fold.failed,
        rejected: fold.rejected,
        usage: fold.usage,
      }
      expect(info).toMatchObject({ id, status: 'finished', imported: false, failure: null, ...totals })
      expect(info.reason).toBe(fold.end?.reason)
      expect(info.answer).not.toBeNull()
      const outcome = searchAccountSchema.parse(await transport.result(id))
      expect(outcome).toMatchObject({ ...totals, node: fold.end?.node, reason: fold.end?.reason, answer: info.answer })
      expect(outcome.path.length).toBe(fold.tree.depth(outcome.node))
    }))

  it('has nothing to show of what values rest on where nobody told, and nothing of what there is not', () =>
    withTransport(options, async (transport) => {
      const { id, events } = await ended(transport, short)
      expect(await transport.evidence(id, ROOT)).toEqual({ node: ROOT, events, trials: [] })
      await expectRefusal(transport.evidence(id, 1_000_000), 'not-found', 404)
      await expectRefusal(transport.evidence('no-such-search', ROOT), 'not-found', 404)
    }))

  it('shows what values rest on, by node and in the order of the log, also in a fork', () =>
    withTransport(options, async (transport) => {
      const { id, events } = await ended(transport, judged)
      const log = await eventsFrom(transport, id)
      const nodes = new Map<number, number>()
      for (const { event } of log) if (event.type === 'trial-start') nodes.set(event.trial, event.node)
      const ends = log.flatMap(({ event }) =>
        event.type === 'trial-end' && event.value !== null ? [[event.trial, event.seq] as const] : [],
      )
      const of = (node: number, before = events) =>
        ends.filter(([trial, seq]) => nodes.get(trial) === node && seq < before).map(([trial, seq]) => ({ trial, seq }))
      for (const node of new Set(nodes.values())) {
        const evidence = nodeEvidenceSchema.parse(await transport.evidence(id, node))
        expect(evidence).toMatchObject({ node, events })
        expect(evidence.trials.map(({ trial, seq }) => ({ trial, seq }))).toEqual(of(node))
        for (const { detail } of evidence.trials) expect(detail).toMatchObject({ evaluation: { type: 'seating' } })
      }
      const at = Math.floor(events / 2)
      const fork = await transport.fork(id, { at, budget: { trials: 1 } })
      await eventsFrom(transport, fork.id)
      const kept = fork.forkedFrom!.at
      for (const node of [ROOT, 1]) {
        const { trials } = await transport.evidence(fork.id, node)
        const before = trials.filter(({ seq }) => seq < kept)
        expect(before.map(({ trial, seq }) => ({ trial, seq }))).toEqual(of(node, kept))
      }
      const imported = await transport.importSearch(await transport.exportSearch(id))
      expect((await transport.evidence(imported.id, ROOT)).trials).toEqual([])
    }))

  it('shows the tree, whole and node by node', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(short)
      const fold = foldOf(await eventsFrom(transport, id))
      const { tree, seq } = fold
      const { events, bytes } = await transport.snapshot(id)
      const snapshot = decodeSnapshot(bytes)
      expect(events).toBe(seq)
      expect(snapshot.events).toBe(seq)
      expect(hashTree(snapshot.tree)).toBe(hashTree(tree))
      for (const node of [ROOT, 1, tree.size >> 1, tree.size - 1]) {
        expect(await transport.node(id, node)).toEqual(nodeDetail(tree, node))
        expect(await transport.candidates(id, node)).toEqual({ events: seq, nodes: candidatesOf(fold, node) })
        expect(await transport.path(id, node)).toEqual({ events: seq, nodes: pathDetails(tree, node) })
      }
    }))

  it('shows a running search at a moment that its log has reached', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await someEvents(transport, id, 50)
      const { events, bytes } = await transport.snapshot(id)
      await transport.cancel(id)
      const log = await eventsFrom(transport, id)
      expect(hashTree(decodeSnapshot(bytes).tree)).toBe(hashTree(foldOf(log.slice(0, events)).tree))
    }))

  it('has no result of a search that has not ended, and no node that the tree has not', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await expectRefusal(transport.result(id), 'not-finished', 409)
      await expectRefusal(transport.exportSearch(id), 'not-finished', 409)
      await transport.cancel(id)
      const { nodes } = await transport.get(id)
      await expectRefusal(transport.node(id, nodes), 'not-found', 404)
      await expectRefusal(transport.candidates(id, nodes), 'not-found', 404)
      await expectRefusal(transport.path(id, nodes), 'not-found', 404)
    }))

  it('knows no search that there is not', () =>
    withTransport(options, async (transport) => {
      await ended(transport, short)
      for (const ask of [
        transport.get,
        transport.pause,
        transport.resume,
        transport.cancel,
        transport.fork,
        transport.snapshot,
        transport.result,
        transport.exportSearch,
        (id: string) => transport.extend(id, { trials: 1 }),
        (id: string) => transport.steer(id, { actions: [{ type: 'focus', node: ROOT }] }),
        (id: string) => transport.node(id, ROOT),
        (id: string) => transport.candidates(id, ROOT),
        (id: string) => transport.path(id, ROOT),
      ]) {
        await expectRefusal(ask('no-such-search'), 'not-found', 404)
      }
    }))
}

import { describe, expect, it } from 'vitest'
import { Flag, foldEvents, ROOT, streamSearch, type Fold } from '@espalier/core'
import { thoughtDetailSchema, thoughtPointsSchema, type SearchSpec } from '@espalier/protocol'
import { untrainedProsqa } from '@espalier/models'
import { createCatalog } from '../catalog.ts'
import { concludeSearch } from '../conclude-search.ts'
import { fillRequest } from '../fill-request.ts'
import { planOf } from '../plan.ts'
import { prepareRun } from '../prepare-run.ts'
import { inspectThought, mapThoughts } from './search-thoughts.ts'

const catalog = createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })
const question =
  'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Every lempus is a wumpus. Is Tom a zumpus or scrompus?'

/** Wide enough for every path of two steps. */
const WIDE = { name: 'beam', options: { width: 8, children: 6 } }

async function ended(
  model: string,
  trials = 40,
  algorithm = { name: 'mcts', options: {} },
): Promise<{ readonly fold: Fold; readonly spec: SearchSpec }> {
  const budget = { trials, value: 1 }
  const spec = fillRequest({ task: 'prosqa', problem: { question }, model, algorithm, budget, seed: 3 }, catalog)
  const { options, dispose } = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const events = []
  for await (const { event } of streamSearch(options)) events.push(event)
  dispose()
  return { fold: foldEvents(events), spec }
}

describe('the thoughts of a search', () => {
  it('are made again from its log, to the numbers that its trials had', async () => {
    const { fold, spec } = await ended('prosqa-latent')
    const { tree } = fold
    const { points, map, more, explained } = thoughtPointsSchema.parse(await mapThoughts(fold, spec, catalog)())
    expect([map, more, points[0]?.node]).toEqual([null, 0, ROOT])
    // The untrained model has no map, so the thoughts lie around the origin of their own.
    for (const axis of [0, 1] as const) {
      const mean = points.reduce((sum, { at }) => sum + at![axis] / points.length, 0)
      expect(mean).toBeCloseTo(0, 4)
    }
    expect(explained).toBeGreaterThan(0)
    for (const { node } of points) {
      const thought = thoughtDetailSchema.parse(await inspectThought(fold, node, spec, catalog)())
      // The value of a node is that of the head, which trees keep in 32 bits.
      expect(Math.fround(thought.values.head!)).toBe(tree.value(node))
      expect(thought.nearest).toHaveLength(Math.min(5, points.length - 1))
      expect(thought.nearest.some((near) => near.node === node)).toBe(false)
    }
  })

  it('can be looked at where no trial has been, a finished line included', async () => {
    const { fold, spec } = await ended('prosqa-mixed')
    const { tree } = fold
    const thought = await inspectThought(fold, tree.size - 1, spec, catalog)()
    expect(thought.step).not.toBeNull()
  })

  it('have a map of their own from the second on', async () => {
    const { fold, spec } = await ended('prosqa-latent', 1)
    const { points, explained } = await mapThoughts(fold, spec, catalog)()
    expect({ points, explained }).toEqual({ points: [{ node: ROOT, at: null }], explained: null })
  })

  it('say of every finished line how well it stands, and of no other', async () => {
    const { fold, spec } = await ended('prosqa-latent', 400, WIDE)
    const { tree } = fold
    const standings = new Set<string | null>()
    for (let node = 0; node < Math.min(tree.size, 60); node++) {
      const { conclusion } = await inspectThought(fold, node, spec, catalog)()
      if (conclusion !== null) expect(tree.has(node, Flag.terminal)).toBe(true)
      standings.add(conclusion?.standing ?? null)
    }
    const { conclusion } = await inspectThought(fold, fold.end!.node, spec, catalog)()
    expect(conclusion?.standing).toBe('verified')
    expect(standings.has(null)).toBe(true)
  })

  it('are none where states are text, or where the model is not', async () => {
    const token = await ended('prosqa-token')
    const latent = await ended('prosqa-latent', 5)
    for (const [fold, spec, where] of [
      [token.fold, token.spec, catalog],
      [latent.fold, { ...latent.spec, model: 'unknown' }, catalog],
      [latent.fold, latent.spec, createCatalog()],
    ] as const) {
      const refused = expect.objectContaining({ code: 'NO_VECTORS' })
      expect(() => inspectThought(fold, ROOT, spec, where)).toThrow(refused)
      expect(() => mapThoughts(fold, spec, where)).toThrow(refused)
    }
  })
})

describe('what a search comes to', () => {
  it('is verified where the recommended line is proven, with or without the model', async () => {
    const { fold, spec } = await ended('prosqa-latent', 400, WIDE)
    const expected = {
      answer: 'Tom is a zumpus.',
      statements: ['Tom is a lempus.', 'Every lempus is a zumpus.'],
      standing: 'verified',
    }
    for (const where of [catalog, createCatalog()]) expect(await concludeSearch(fold, spec, where)).toEqual(expected)
  })

  it('is nothing before the end, and in tasks where a finished line is right or none', async () => {
    const { fold, spec } = await ended('uniform', 3)
    expect(await concludeSearch({ ...fold, end: null }, spec, catalog)).toBeNull()
    expect(await concludeSearch(fold, { ...spec, task: 'countdown' }, catalog)).toBeNull()
  })
})

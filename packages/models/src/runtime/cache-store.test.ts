import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCacheStore } from './cache-store.ts'
import { ModelError } from './model-error.ts'
import type { Cache } from './transformer-runtime.ts'

type Action =
  | { readonly kind: 'extend'; readonly from: number; readonly count: number }
  | { readonly kind: 'release'; readonly at: number }

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('extend' as const), from: fc.nat(30), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('release' as const), at: fc.nat(30) }),
)

describe('cache store', () => {
  it('never leaks, shares or loses a slot, whatever is extended and released', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const store = createCacheStore((count) => count + 2)
        const live: { readonly cache: Cache; readonly slots: readonly number[] }[] = []
        for (const step of actions) {
          if (step.kind === 'release') {
            const [gone] = live.splice(step.at % Math.max(live.length, 1), 1)
            if (gone !== undefined) store.release(gone.cache)
          } else {
            // One index beyond the live caches stands for a new sequence.
            const parent = live[step.from % (live.length + 1)] ?? null
            const taken = new Set(live.flatMap(({ slots }) => slots))
            const cache = store.extend(parent?.cache ?? null, step.count)
            const slots = [...store.slotsOf(cache, 'test')]
            expect(slots.slice(0, -step.count)).toEqual(parent?.slots ?? [])
            expect(slots.slice(-step.count).some((slot) => taken.has(slot))).toBe(false)
            expect(new Set(slots).size).toBe(cache.length)
            live.push({ cache, slots })
          }
          for (const { cache, slots } of live) expect([...store.slotsOf(cache, 'test')]).toEqual(slots)
          expect(store.usage()).toMatchObject({
            caches: live.length,
            positions: new Set(live.flatMap(({ slots }) => slots)).size,
          })
        }
        for (const { cache } of live) store.release(cache)
        expect(store.usage()).toMatchObject({ caches: 0, positions: 0 })
      }),
    )
  })

  it('changes nothing when memory runs out', () => {
    let budget = 8
    const store = createCacheStore((count) => {
      if (count > budget)
        throw new ModelError('OUT_OF_MEMORY', 'no memory left', { got: 'none', expected: 'some', where: 'test' })
      budget -= count
      return count
    })
    const first = store.extend(null, 5)
    const before = store.usage()
    expect(() => store.extend(first, 4)).toThrow(ModelError)
    expect(store.usage()).toEqual(before)
    expect(store.extend(first, 3).length).toBe(8)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LUCKY, scriptedRoles, somePrompts } from '../../test/scripted-roles.ts'
import { openRecord, recordInMemory } from '../record/call-record.ts'
import { selfPlay, type SelfPlayResult } from '../pipeline/self-play.ts'
import { differenceOf, shareOf } from './interval.ts'
import { honestyLines, roundLines } from './report-lines.ts'
import { roundReport } from './round-report.ts'
import { verifyOutcomes } from './verify-outcomes.ts'

async function play(): Promise<SelfPlayResult> {
  const record = await openRecord(recordInMemory())
  return selfPlay({ prompts: somePrompts(30), roles: scriptedRoles(LUCKY), record, rounds: 2 })
}

const qualityOf = (response: string): number => Number(/(\d+)$/.exec(response)![1])

describe('the judge against a verifier', () => {
  it('is the share of its word less the share that is true, over the same answers', async () => {
    const { outcomes, data } = await play()
    const verification = await verifyOutcomes(outcomes, (_, response) => qualityOf(response) >= 8)
    for (const round of data) {
      const report = roundReport(round, outcomes, verification)
      const finals = outcomes.flatMap(({ round: of, refinement }) =>
        of === round.round && refinement !== null && refinement.final !== 0 ? [refinement] : [],
      )
      const rated = finals.filter(({ value }) => value > 0.5).length
      const right = finals.filter(
        ({ nodes, final }) => qualityOf(nodes.find(({ node }) => node === final)!.response) >= 8,
      ).length
      const { refinementsHonesty: honesty } = report
      expect(honesty!.rated).toMatchObject({ n: finals.length, value: rated / finals.length })
      expect(honesty!.verified.value).toBe(right / finals.length)
      expect(honesty!.overRating.value).toBeCloseTo((rated - right) / finals.length, 12)
      expect(honesty!.overRating.low).toBeLessThan(honesty!.overRating.value)
      expect(honesty!.overRating.high).toBeGreaterThan(honesty!.overRating.value)
      expect(report).toMatchObject({ pairs: round.pairs.length, searches: expect.any(Number) })
      expect(report.solved!.value).toBe(round.pairs.length / report.searches)
    }
    const lines = honestyLines(data.map((round) => roundReport(round, outcomes, verification)))
    expect(lines).toHaveLength(2 + 4)
    expect(lines[3]).toMatch(/^\| 1, refinements \| \d+ \| [\d.]+ \[[\d.]+, [\d.]+\] \|/)
  })

  it('says nothing without a verifier, or where it cannot say', async () => {
    const { outcomes, data } = await play()
    const silent = await verifyOutcomes(outcomes, () => null)
    expect(silent.checked).toEqual([])
    const broken = await verifyOutcomes(outcomes, () => Promise.reject(new Error('no')))
    expect(broken).toMatchObject({ checked: [], unknown: 0, failed: silent.unknown })
    for (const verification of [null, silent]) {
      const report = roundReport(data[0]!, outcomes, verification)
      expect(report).toMatchObject({ answersHonesty: null, refinementsHonesty: null })
      expect(honestyLines([report])).toEqual([])
      expect(roundLines(report)[0]).toMatch(/^round 1: 15 prompts/)
    }
  })
})

describe('intervals', () => {
  it('are those of the literature', () => {
    // Wilson for 8 of 10 (Brown, Cai & DasGupta 2001).
    const flags = Array.from({ length: 10 }, (_, i) => i < 8)
    expect(shareOf(flags)!.low).toBeCloseTo(0.4902, 4)
    expect(shareOf(flags)!.high).toBeCloseTo(0.9433, 4)
    // Of 10 pairs three are good by the first word alone, one by the second: (4 - 2) / 12 plus or minus 1.96 sqrt((6 / 12 - (2 / 12)^2) / 12).
    const pairs = [
      ...Array.from({ length: 3 }, () => [true, false] as const),
      [false, true] as const,
      ...Array.from({ length: 6 }, () => [true, true] as const),
    ]
    const half = 1.959963984540054 * Math.sqrt((0.5 - (1 / 6) ** 2) / 12)
    expect(differenceOf(pairs)).toMatchObject({ n: 10, value: 0.2 })
    expect(differenceOf(pairs)!.low).toBeCloseTo(1 / 6 - half, 12)
    expect(differenceOf(pairs)!.high).toBeCloseTo(1 / 6 + half, 12)
    expect([shareOf([]), differenceOf([])]).toEqual([null, null])
  })

  it('hold what they are about', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1 }), (pairs) => {
        for (const estimate of [shareOf(pairs.map(([first]) => first))!, differenceOf(pairs)!]) {
          expect(estimate.low).toBeLessThanOrEqual(estimate.value + 1e-12)
          expect(estimate.high).toBeGreaterThanOrEqual(estimate.value - 1e-12)
        }
      }),
    )
  })
})

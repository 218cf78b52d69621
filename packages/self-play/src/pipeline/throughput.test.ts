import { drawNormal, drawsOf, portableExp } from '@espalier/core'
import { inVirtualTime } from '@espalier/testing'
import { expect, it } from 'vitest'
import { LUCKY, scriptedRoles, somePrompts } from '../../test/scripted-roles.ts'
import { openRecord, recordInMemory } from '../record/call-record.ts'
import type { Role } from '../roles/role.ts'
import { selfPlay, type SelfPlayOptions } from './self-play.ts'

const PROMPTS = 100

/** Share of the slots that were busy from the first call to the last one's end. Calls take log-normal times around a second. */
async function busyShare(slots: number, options: Partial<SelfPlayOptions>): Promise<{ share: number; most: number }> {
  return inVirtualTime(async ({ now, sleep }) => {
    let [busy, inFlight, most] = [0, 0, 0]
    const timed =
      (role: Role): Role =>
      async (messages, asked) => {
        most = Math.max(most, ++inFlight)
        const ms = 1000 * portableExp(0.6 * drawNormal(drawsOf(asked.seed, 9)))
        await sleep(ms)
        busy += ms
        inFlight--
        return role(messages, asked)
      }
    const { actor, judge, refiner } = scriptedRoles(LUCKY)
    const roles = { actor: timed(actor), judge: timed(judge), refiner: timed(refiner) }
    const record = await openRecord(recordInMemory())
    const { reason } = await selfPlay({ prompts: somePrompts(PROMPTS), roles, record, slots, ...options })
    expect(reason).toBe('done')
    return { share: busy / (slots * now()), most }
  })
}

it('keeps 32 slots at least 90 % busy over 100 prompts, and never takes more', async () => {
  const { share, most } = await busyShare(32, {})
  expect(share).toBeGreaterThan(0.9)
  expect(most).toBe(32)
}, 180_000)

it('would not with eight prompts under way: a search waits for its own calls', async () => {
  expect((await busyShare(32, { activePrompts: 8, prompts: somePrompts(40) })).share).toBeLessThan(0.9)
}, 180_000)

import { readWordingCheckpoint, WORDING_ACTOR_CHECKPOINT } from '@espalier/models/node'
import { openRecord, recordInMemory, roundReport, selfPlay, verifyOutcomes } from '@espalier/self-play'
import { formatWording, parseWording, verifyWording, wordingShard, wordingTasks } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import { verifyWordingAnswer, WORDING_TEMPLATES, wordingRoles } from './wording-roles.ts'

/** Of the shard that no model was trained on. */
function heldOutPrompts(count: number) {
  const next = wordingTasks(5)
  const prompts: { readonly id: string; readonly prompt: string }[] = []
  while (prompts.length < count) {
    const { constraints } = next()
    if (wordingShard(constraints, 8) !== 0) continue
    prompts.push({ id: `p${prompts.length}`, prompt: formatWording(constraints) })
  }
  return prompts
}

describe('the embedded wording models', async () => {
  const [actor, refiner] = [await readWordingCheckpoint(WORDING_ACTOR_CHECKPOINT), await readWordingCheckpoint()]
  const play = async () => {
    const { outcomes, data } = await selfPlay({
      roles: wordingRoles(actor, refiner),
      prompts: heldOutPrompts(40),
      record: await openRecord(recordInMemory()),
      templates: WORDING_TEMPLATES,
      refine: { maxRefinements: 4 },
      seed: 3,
    })
    return { outcomes, data: data[0]! }
  }

  it('answers prompts that it has never seen, judges and mends answers, and writes nothing that cannot be read', async () => {
    const { outcomes, data } = await play()
    const report = roundReport(data, outcomes, await verifyOutcomes(outcomes, verifyWordingAnswer))
    expect(report.unreadVotes!.value).toBeLessThan(0.02)
    const { verified } = report.answersHonesty!
    expect(verified.value).toBeGreaterThan(0.4)
    // Its answers are to the prompts: to the next ones they are right by chance alone.
    const strayed = outcomes.flatMap(({ samples }, i) => {
      const constraints = parseWording(outcomes[(i + 1) % outcomes.length]!.prompt)
      return samples.map(({ response }) => verifyWording(constraints, response).follows)
    })
    expect(strayed.filter(Boolean).length / strayed.length).toBeLessThan(verified.value / 4)
    expect(verified.value).toBeLessThan(0.8)
    // The judge knows what the actor got wrong, and what it passes after refinement is right.
    expect(report.answersHonesty!.agreement.value).toBeGreaterThan(0.9)
    expect(report.pairs).toBeGreaterThan(10)
    expect(report.refinementsHonesty!.verified.value).toBeGreaterThan(0.8)
  })

  it('plays the same again from the same seed', async () => {
    expect(await play()).toEqual(await play())
  })
})

import { type Estimate, wilson } from '@espalier/latent'
import type { AnsweredPrompt } from '@espalier/tasks/ifeval'
import type { FollowingScore, IfevalScore, PromptVerdict, Tally } from '@espalier/tasks/scoring'
import { markdownTable } from '../compare/tables.ts'

const Z = 1.959964

type Mode = 'strict' | 'loose'

/** Shares of what is followed with 95 % intervals: over prompts, over instructions, and by type of instruction. */
export function ifevalTable(score: IfevalScore): string {
  const { strict, loose } = score
  const types = [...strict.byInstruction].map(([id, tally]) => [
    id,
    percent(wilsonOf(tally)),
    percent(wilsonOf(loose.byInstruction.get(id)!)),
    String(tally.count),
  ])
  return markdownTable([
    ['followed % [95 %]', 'strict', 'loose', 'count'],
    ['prompts', percent(wilsonOf(strict.prompts)), percent(wilsonOf(loose.prompts)), String(strict.prompts.count)],
    [
      'instructions',
      percent(overInstructions(score, 'strict')),
      percent(overInstructions(score, 'loose')),
      String(strict.instructions.count),
    ],
    ...types,
  ])
}

/** The same as data, with the verdicts. */
export function ifevalRecord(score: IfevalScore, answered: readonly AnsweredPrompt[]) {
  const mode = (name: Mode) => {
    const { prompts, instructions, byInstruction }: FollowingScore = score[name]
    return {
      prompts: { ...prompts, ...wilsonOf(prompts) },
      instructions: { ...instructions, ...overInstructions(score, name) },
      byInstruction: Object.fromEntries(
        [...byInstruction].map(([id, tally]) => [id, { ...tally, ...wilsonOf(tally) }]),
      ),
    }
  }
  return {
    task: 'ifeval',
    strict: mode('strict'),
    loose: mode('loose'),
    reworded: answered.filter(({ wording }) => wording !== null).map(({ prompt }) => prompt.key),
    verdicts: score.verdicts,
  }
}

const wilsonOf = ({ followed, count }: Tally): Estimate => wilson(followed, count)

/**
 * Instructions of one prompt are not independent: the interval of a ratio of sums over prompts (Cochran 1977, Sampling Techniques, §6.3), cut to
 * [0, 1].
 */
function overInstructions({ verdicts, ...scores }: IfevalScore, mode: Mode): Estimate {
  const { followed, count } = scores[mode].instructions
  const mean = followed / count
  const residual = ({ instructions }: PromptVerdict): number =>
    instructions.filter((verdict) => verdict[mode]).length - mean * instructions.length
  const half = (Z * Math.sqrt(verdicts.reduce((sum, verdict) => sum + residual(verdict) ** 2, 0))) / count
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) }
}

function percent({ mean, low, high }: Estimate): string {
  return `${(100 * mean).toFixed(2)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`
}

import { INSTRUCTION_IDS, type InstructionId } from './instructions.ts'
import { looseReadings } from './loose.ts'
import type { AnsweredPrompt } from './responses-file.ts'

/** How many of how many. */
export interface Tally {
  readonly followed: number
  readonly count: number
}

export interface FollowingScore {
  /** Prompts all of whose instructions are followed. */
  readonly prompts: Tally
  readonly instructions: Tally
  /** By type, those that occur. */
  readonly byInstruction: ReadonlyMap<InstructionId, Tally>
}

export interface PromptVerdict {
  readonly key: number
  readonly instructions: readonly { readonly id: InstructionId; readonly strict: boolean; readonly loose: boolean }[]
}

export interface IfevalScore {
  readonly strict: FollowingScore
  readonly loose: FollowingScore
  readonly verdicts: readonly PromptVerdict[]
}

/**
 * Scores answers as IFEval does (Zhou et al. 2023, arXiv 2311.07911, §2.2): strictly, as they stand, and loosely, in the best of eight readings;
 * over prompts and over instructions.
 */
export function scoreInstructions(answered: readonly AnsweredPrompt[]): IfevalScore {
  const verdicts = answered.map(({ prompt, answer }) => {
    const readings = looseReadings(answer)
    return {
      key: prompt.key,
      instructions: prompt.instructions.map(({ id, isFollowedBy }) => {
        const strict = isFollowedBy(answer)
        return { id, strict, loose: strict || readings.some((reading) => isFollowedBy(reading)) }
      }),
    }
  })
  return { strict: sumUp(verdicts, 'strict'), loose: sumUp(verdicts, 'loose'), verdicts }
}

function sumUp(verdicts: readonly PromptVerdict[], mode: 'strict' | 'loose'): FollowingScore {
  const all = verdicts.flatMap(({ instructions }) => instructions)
  const tally = (verdicts: readonly boolean[]): Tally => ({
    followed: verdicts.filter(Boolean).length,
    count: verdicts.length,
  })
  const byInstruction = INSTRUCTION_IDS.map((id) => {
    const own = all.filter((verdict) => verdict.id === id)
    return [id, tally(own.map((verdict) => verdict[mode]))] as const
  }).filter(([, { count }]) => count > 0)
  return {
    prompts: tally(verdicts.map(({ instructions }) => instructions.every((verdict) => verdict[mode]))),
    instructions: tally(all.map((verdict) => verdict[mode])),
    byInstruction: new Map(byInstruction),
  }
}

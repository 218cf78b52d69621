import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  openRecord,
  pairStatistics,
  roundReport,
  selfPlay,
  verifyOutcomes,
  type PreferencePair,
  type PromptOutcome,
  type PromptRow,
  type RefinerExample,
  type RoundReport,
} from '@espalier/self-play'
import { recordInFile } from '@espalier/self-play/node'
import { verifyWordingAnswer, WORDING_TEMPLATES } from '../../self-play/wording-roles.ts'
import { independentPairs, sampledPairs, type Arm } from './arms.ts'
import { rolesOf, trainOn, type Checkpoints } from './checkpoints.ts'
import { measure, type Measured } from './measure.ts'

export interface PlayedRound {
  /** 0: the models as they came. */
  readonly round: number
  readonly measured: Measured
  /** What the round's training rests on; none at round 0. */
  readonly outcomes: readonly PromptOutcome[]
  /** Of that play; null at round 0. */
  readonly report: RoundReport | null
  /** Mean edit distance within a pair, in characters: of the pairs learned from, and of two answers of the actor's own. */
  readonly edits: { readonly pairs: number; readonly independent: number } | null
}

export interface ArmRequest {
  readonly arm: Arm
  readonly base: Checkpoints
  readonly folder: string
  /** One list a round. */
  readonly prompts: readonly (readonly PromptRow[])[]
  readonly heldOut: readonly PromptRow[]
  readonly seed: number
  readonly training: readonly string[]
}

/**
 * Plays an arm round by round, and measures the models before the first and after each. Each training begins at the base again, with the data of all
 * rounds until then: trained on from the round before, with the fewer pairs that a better actor gives, it forgets. What a folder has already is not
 * done again.
 */
export async function* playArm(request: ArmRequest): AsyncGenerator<PlayedRound> {
  const { arm, base, folder, prompts, heldOut, seed, training } = request
  const rounds = arm.isOneRound ? [prompts.flat()] : prompts
  const learned: { pairs: PreferencePair[]; examples: RefinerExample[] } = { pairs: [], examples: [] }
  const measured = (models: Checkpoints, place: string): Promise<Measured> =>
    onceInFile(join(place, 'measured.json'), () => measure(rolesOf(models), heldOut, seed))
  mkdirSync(folder, { recursive: true })
  yield { round: 0, measured: await measured(base, folder), outcomes: [], report: null, edits: null }
  let models = base
  for (const [i, rows] of rounds.entries()) {
    const round = i + 1
    const place = join(folder, `round-${round}`)
    mkdirSync(place, { recursive: true })
    const file = await recordInFile(join(place, 'record.jsonl'))
    const run = await selfPlay({
      roles: rolesOf(models),
      prompts: rows,
      record: await openRecord(file),
      templates: WORDING_TEMPLATES,
      refine: arm.refine ?? {},
      data: { closest: true },
      seed: seed * 100 + round,
      slots: 8,
    })
    await file.close()
    // Each round is a run of its own, for its models come from a training in between.
    const outcomes = run.outcomes.map((outcome) => ({ ...outcome, round }))
    const played = { ...run.data[0]!, round }
    const pairs = arm.pairs === 'refined' ? played.pairs : sampledPairs(outcomes)
    learned.pairs.push(...pairs)
    learned.examples.push(...played.examples)
    models = await trainOn(place, base, learned, seed * 100 + round, training)
    const report = roundReport(played, outcomes, await verifyOutcomes(outcomes, verifyWordingAnswer))
    const edits = {
      pairs: pairStatistics(pairs).editDistance?.mean ?? 0,
      independent: pairStatistics(independentPairs(outcomes)).editDistance?.mean ?? 0,
    }
    yield { round, measured: await measured(models, place), outcomes, report, edits }
  }
}

async function onceInFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(file)) {
    writeFileSync(`${file}.part`, JSON.stringify(await work()))
    renameSync(`${file}.part`, file)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

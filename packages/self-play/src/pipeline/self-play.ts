import { checkNumber, type Envelope, type Json, type Signal } from '@espalier/core'
import { dataSettingsOf, type DataOptions } from '../data/data-settings.ts'
import type { TrainingData } from '../data/rows.ts'
import type { CallRecord } from '../record/call-record.ts'
import type { CallStage } from '../record/entry.ts'
import type { Roles } from '../roles/role.ts'
import { SelfPlayError } from '../self-play-error.ts'
import { createPurse, type Budget, type Spent } from './budget.ts'
import { createDesk, type Halt } from './desk.ts'
import { numbered, SELF_PLAY_VERSION, type RunEnd, type SelfPlayEvent } from './events.ts'
import { isRetried, type PromptOutcome } from './outcome.ts'
import { playRound } from './play-round.ts'
import type { PromptRow } from './prompts.ts'
import { settingsOf, type Settings, type SettingsOptions } from './settings.ts'

export interface SelfPlayOptions extends SettingsOptions {
  readonly prompts: readonly PromptRow[]
  readonly roles: Roles
  /** The record of calls, open: an empty one, or that of a run to go on with. What could not be written to it before is written first. */
  readonly record: CallRecord
  /** Whole, in [0, 2^31). Default 0. The same seed, prompts, settings and replies give the same outcomes. */
  readonly seed?: number
  /** Rounds; prompts are shared out among them in their order. Whole, 1 to 1,000. Default 3 (Cheng 2025) with `improve`, else 1. */
  readonly rounds?: number
  /**
   * Makes the roles of the next round from what the last one taught: training. A run that goes on asks again for rounds that are over, so the same
   * data must give the same models. Default: the roles stay.
   */
  readonly improve?: (data: TrainingData) => Promise<Roles>
  /** Calls in flight at once, over all prompts. Whole, 1 to 4,096. Default 32 (the authors' code). */
  readonly slots?: number
  /** Prompts under way at once. Whole, at least 1. Default 8 times the slots. */
  readonly activePrompts?: number
  /** Times that a call is made before its role counts as failed. Whole, 1 to 100. Default 3. */
  readonly callTries?: number
  readonly data?: DataOptions
  /** Of the run in all, over every time it is gone on with. Default: no limits. */
  readonly budget?: Budget
  readonly signal?: Signal
  readonly onEvent?: (event: SelfPlayEvent) => void
  /** Events of the searches, each search by its name. */
  readonly onSearchEvent?: (search: string, envelope: Envelope) => void
}

export interface SelfPlayResult {
  readonly reason: RunEnd
  /** What was spent, or which limit it is; null for a run that is done. */
  readonly halted: string | null
  /** By rounds, and in them by prompts. */
  readonly outcomes: readonly PromptOutcome[]
  /** Of the rounds that were played to their end. */
  readonly data: readonly TrainingData[]
  /** Prompts that are not through with their round. */
  readonly unfinished: number
  /** Prompts whose roles failed. */
  readonly failed: number
  readonly spent: Readonly<Record<CallStage | 'all', Spent>>
}

/**
 * Self-play refinement (SPaR, Cheng 2025): an actor answers, a judge votes, a refiner mends by tree search, and what is found becomes training data
 * for all of them, round by round. Every call is written down before it is used, so a run that broke off goes on from its record without paying
 * again. Rejects with a `SelfPlayError` `RECORD_FAILED` when the record cannot be written, after the calls in flight have come back.
 */
export async function selfPlay(options: SelfPlayOptions): Promise<SelfPlayResult> {
  const { prompts, improve } = options
  const settings = settingsOf(options)
  const dataSettings = dataSettingsOf(options.data ?? {})
  const seed = checkNumber('seed', options.seed ?? 0, { min: 0, max: 0x7fffffff, integer: true })
  const rounds = checkNumber('rounds', options.rounds ?? (improve === undefined ? 1 : 3), {
    min: 1,
    max: 1000,
    integer: true,
  })
  const slots = checkNumber('slots', options.slots ?? 32, { min: 1, max: 4096, integer: true })
  const activePrompts = checkNumber('activePrompts', options.activePrompts ?? 8 * slots, { min: 1, integer: true })
  const tries = checkNumber('callTries', options.callTries ?? 3, { min: 1, max: 100, integer: true })
  checkPrompts(prompts)
  const { record } = options
  await record.flush()
  const purse = createPurse(options.budget ?? {}, record.entries)
  const models: Roles[] = [options.roles]
  const roles = (round: number): Roles => models[round - 1]!
  const { signal } = options
  const desk = createDesk({ record, purse, roles, slots, tries, ...(signal === undefined ? {} : { signal }) })
  const emit = numbered(options.onEvent ?? (() => {}))
  emit({
    type: 'run-start',
    version: SELF_PLAY_VERSION,
    seed,
    rounds,
    prompts: prompts.length,
    settings: jsonOf(settings),
  })

  const outcomes: PromptOutcome[] = []
  const data: TrainingData[] = []
  let halt: Halt | null = null
  let played = 0
  for (let round = 1; round <= rounds && halt === null; round++) {
    const rows = prompts.slice(shareOf(prompts, round - 1, rounds), shareOf(prompts, round, rounds))
    const context = {
      table: { round, seed, settings, desk },
      data: { seed, gate: settings.refine.gate, templates: settings.templates, settings: dataSettings },
      activePrompts,
      emit,
      onSearchEvent: options.onSearchEvent,
    }
    const result = await playRound(rows, context)
    outcomes.push(...result.outcomes)
    played += result.outcomes.length
    halt = result.halt
    if (result.data === null) break
    data.push(result.data)
    if (round < rounds) models.push(improve === undefined ? roles(round) : await improve(result.data))
  }
  await desk.settle()
  if (halt?.reason === 'record') throw halt.cause
  const spent = {
    all: purse.spent('all'),
    sample: purse.spent('sample'),
    judge: purse.spent('judge'),
    refine: purse.spent('refine'),
  }
  const reason = halt?.reason ?? 'done'
  const unfinished = prompts.length - played
  const failed = outcomes.filter(isRetried).length
  emit({ type: 'run-end', reason, unfinished, failed, spent })
  return { reason, halted: halt?.message ?? null, outcomes, data, unfinished, failed, spent }
}

/** Throws what `selfPlay` would throw for these settings, before anything is kept or paid for. */
export function checkSettings(options: SettingsOptions & Pick<SelfPlayOptions, 'data'>): void {
  settingsOf(options)
  dataSettingsOf(options.data ?? {})
}

function shareOf(prompts: readonly unknown[], round: number, rounds: number): number {
  return Math.floor((prompts.length * round) / rounds)
}

function jsonOf({ sample, judge, refine }: Settings): Json {
  const { algorithm, ...numbers } = refine
  return { sample, judge, refine: { ...numbers, algorithm: algorithm.name, options: algorithm.params } }
}

function checkPrompts(prompts: readonly PromptRow[]): void {
  const ids = new Set<string>()
  for (const { id } of prompts) {
    if (ids.has(id))
      throw new SelfPlayError('INVALID_OPTIONS', `prompts: id ${JSON.stringify(id)} twice, expected each once`)
    ids.add(id)
  }
}

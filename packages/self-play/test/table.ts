import { openRecord, recordInMemory, type Judgement, type Roles, type SettingsOptions } from '../src/index.ts'
import { createDesk, type Desk } from '../src/pipeline/desk.ts'
import { createPurse } from '../src/pipeline/budget.ts'
import { settingsOf } from '../src/pipeline/settings.ts'
import type { Table } from '../src/roles/judge-response.ts'
import { NO } from './scripted-roles.ts'

/** A table with these roles at it, a record in memory and 32 slots. */
export async function tableOf(roles: Roles, options: SettingsOptions = {}): Promise<Table & { readonly desk: Desk }> {
  const record = await openRecord(recordInMemory())
  const purse = createPurse({}, record.entries)
  const desk = createDesk({ record, purse, roles: () => roles, slots: 32, tries: 3 })
  return { round: 1, seed: 7, settings: settingsOf(options), desk }
}

/** What searches start from: an answer with one Yes and four No. */
export const REJECTED: Judgement = {
  value: 0.2,
  follows: false,
  critique: `the critique of the root. ${NO}`,
  ballots: [{ call: 'root', verdicts: ['no', 'no', 'yes', 'no', 'no'] }],
}

export const PROBLEM = { prompt: 'Write one line.', response: 'the original answer', judgement: REJECTED }

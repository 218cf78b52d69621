import type { CatalogModel } from '@espalier/catalog'
import { drawsOf, type ExpandFn, type Proposal } from '@espalier/core'
import {
  countdownBackend,
  formatStep,
  isSolvable,
  legalMoves,
  type CountdownState,
  type CountdownStep,
} from '@espalier/tasks'
import { WEIGHTLESS, type OpenCatalogFn } from '../run/open-catalog.ts'

const BACKEND = countdownBackend()

/**
 * Proposes legal steps in a seeded order, all equally likely, and values states by whether they can still be solved: a search without a
 * network, for tests that are about the command. Every third trial it also writes a step with wrong arithmetic, which is refused.
 */
const expandCountdown: ExpandFn<CountdownState, CountdownStep> = (trial) => {
  const terminal = BACKEND.isTerminal(trial.state)
  const solved = terminal && BACKEND.answer(trial.state) !== null
  const known = new Set(trial.existing)
  const fresh = legalMoves(trial.state).filter((step) => !known.has(formatStep(step)))
  const draw = drawsOf(trial.seed, trial.id)
  const steps = fresh.map((step) => ({ step, key: draw() })).toSorted((a, b) => a.key - b.key)
  const proposals = steps
    .slice(0, trial.want)
    .map(({ step }): Proposal<CountdownStep> => ({ step, prior: 1 / fresh.length }))
  const refused =
    trial.want > 0 && trial.id % 3 === 0 ? [{ label: '1 + 1 = 3 (left: 3)', reason: 'wrong-arithmetic' }] : []
  return Promise.resolve({
    value: trial.evaluate ? (terminal ? (solved ? 1 : 0) : hopeOf(trial.state)) : null,
    proposals,
    rejected: refused,
    usage: { calls: 1, promptTokens: 8, completionTokens: 12 * proposals.length },
    ...(trial.want > 0 && fresh.length <= trial.want ? { exhausted: true } : {}),
  })
}

function hopeOf({ left, target }: CountdownState): number {
  const numbers = left.map(({ value: { n, d } }) => Number(n) / Number(d))
  return isSolvable(numbers, target) ? 0.75 : 0.25
}

export const expandLegalSteps = expandCountdown as ExpandFn<unknown, unknown>

export const legalStepsModel: CatalogModel = {
  name: 'legal-steps',
  about: 'Legal steps in a seeded order.',
  tasks: ['countdown'],
  states: 'text',
  createExpand: () => ({ expand: expandLegalSteps, dispose: () => {} }),
}

/** Opens a catalog with that model, or another in its place, before the one without a network. */
export const openLegalSteps =
  (model: CatalogModel = legalStepsModel): OpenCatalogFn =>
  () =>
    Promise.resolve({
      catalog: { tasks: WEIGHTLESS.tasks, models: [model, ...WEIGHTLESS.models] },
      checkpoint: { parameters: 0, bytes: 0, sha256: '0'.repeat(64) },
    })

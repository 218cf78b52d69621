import { drawsOf, expandWith, type Generation, type Trial } from '@espalier/core'
import { countdownTextTask, legalMoves, type CountdownState, type CountdownStep } from '@espalier/tasks'

const { backend, parse, key } = countdownTextTask()

/** Every legal step with the same prior, 1/2 for every unfinished state. */
export const uniformSteps = expandWith<CountdownState, CountdownStep>({
  evaluate: (state) => {
    const value = backend.isTerminal(state) ? Number(backend.answer(state) !== null) : 0.5
    return Promise.resolve({ value })
  },
  generate: (trial) => Promise.resolve(trial.proposals === 'independent' ? sample(trial) : nextMoves(trial)),
})

/** Independent samples, as `best-of-n` asks for. */
function sample(trial: Trial<CountdownState>): Generation<CountdownStep> {
  const moves = legalMoves(trial.state)
  const draw = drawsOf(trial.seed, trial.id)
  const proposals = Array.from({ length: trial.want }, () => ({
    step: moves[Math.floor(draw() * moves.length)]!,
    prior: 1 / moves.length,
  }))
  return { proposals }
}

/** Steps that lead to states that no child stands for yet, in the order of the rules. */
function nextMoves(trial: Trial<CountdownState>): Generation<CountdownStep> {
  const moves = legalMoves(trial.state)
  const had = new Set(
    trial.existing.flatMap((label) => {
      const parsed = parse(trial.state, label)
      return parsed.ok ? [key(parsed.step)] : []
    }),
  )
  const fresh = moves.filter((step) => {
    const isNew = !had.has(key(step))
    had.add(key(step))
    return isNew
  })
  const proposals = fresh.slice(0, trial.want).map((step) => ({ step, prior: 1 / moves.length }))
  return { proposals, ...(fresh.length <= trial.want ? { exhausted: true } : {}) }
}

import { drawsOf, expandWith, type Generation, type Trial } from '@espalier/core'
import { legalPeople, type SeatingState } from '@espalier/tasks'
import { checkSeats } from './check-seats.ts'
import type { SeatStep } from './seat-step.ts'

/** Everybody whom no constraint keeps from the next seat, with the same prior; values are the verifier's. */
export const uniformSeats = expandWith<SeatingState, SeatStep>({
  evaluate: (state) => Promise.resolve(checkSeats(state)),
  generate: (trial) => Promise.resolve(trial.proposals === 'independent' ? sample(trial) : next(trial)),
})

function next({ state, existing, want }: Trial<SeatingState>): Generation<SeatStep> {
  const legal = stepsOf(state)
  const fresh = legal.filter(({ name }) => !existing.includes(name))
  return {
    proposals: fresh.slice(0, want).map((step) => ({ step, prior: 1 / legal.length })),
    ...(fresh.length <= want ? { exhausted: true } : {}),
  }
}

function sample({ state, seed, id, want }: Trial<SeatingState>): Generation<SeatStep> {
  const legal = stepsOf(state)
  if (legal.length === 0) return { proposals: [], exhausted: true }
  const draw = drawsOf(seed, id)
  return {
    proposals: Array.from({ length: want }, () => ({
      step: legal[Math.floor(draw() * legal.length)]!,
      prior: 1 / legal.length,
    })),
  }
}

const stepsOf = (state: SeatingState): readonly SeatStep[] =>
  legalPeople(state).map((person) => ({ person, name: state.puzzle.people[person]! }))

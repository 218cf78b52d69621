import { expandWith, type ExpandFn } from '@espalier/core'
import { formatSeating, type SeatingState } from '@espalier/tasks'
import { providerStepModel, stepGenerator, type ParsedStep } from '@espalier/token'
import { firstLine, instructed } from '../language/instructed.ts'
import type { LanguageModel } from '../language/language-model.ts'
import { checkSeats } from './check-seats.ts'
import { seatStep, type SeatStep } from './seat-step.ts'

const SEAT =
  'A row of seats is filled from left to right so that every statement holds. Write the name of who sits in the next free seat, and nothing else.'

/** Puzzles put to a language model: it writes who sits next, and the verifier says how good a row is. */
export function seatingByLanguage({ writer }: LanguageModel): ExpandFn<unknown, unknown> {
  return expandWith<SeatingState, SeatStep>({
    evaluate: (state) => Promise.resolve(checkSeats(state)),
    generate: stepGenerator<SeatingState, SeatStep>({
      model: providerStepModel({
        provider: writer,
        maxTokens: 64,
        input: instructed(SEAT),
        read: firstLine,
        avoiding: (prompt, exclude) => `${prompt}Not these, which were tried: ${[...exclude].join(', ')}\n`,
      }),
      prompt: promptOf,
      parse: parseName,
      key: ({ name }) => name,
    }),
  }) as ExpandFn<unknown, unknown>
}

/** The puzzle, who sits, and the next seat; what is only this call's stands at the end. */
function promptOf({ puzzle, row }: SeatingState): string {
  // The last line of the puzzle asks for the whole row.
  const statements = formatSeating(puzzle).split('\n').slice(0, -1).join('\n')
  const seated = row.map((person) => puzzle.people[person]!).join(', ')
  return `${statements}\n\nFrom left to right sit: ${seated === '' ? 'nobody yet' : seated}\nNext: seat ${row.length + 1}\n`
}

/** The name in a line; a line with several says too much. */
function parseName(state: SeatingState, text: string): ParsedStep<SeatStep> {
  const words = new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{M}'-]*/gu) ?? [])
  const named = state.puzzle.people.filter((name) => words.has(name.toLowerCase()))
  if (named.length !== 1) return { ok: false, reason: named.length === 0 ? 'unknown-person' : 'several-people' }
  const step = seatStep(state, named[0]!)
  return step === null ? { ok: false, reason: 'twice' } : { ok: true, step }
}

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { countdownAnswer, countdownBackend } from './backend.ts'
import { checkAnswer } from './check.ts'
import { legalMoves } from './legal-moves.ts'
import { createPuzzle, parsePuzzle } from './puzzle.ts'
import { compare, format, integer } from './rational.ts'
import { type CountdownState, type CountdownStep, extendState, rootState, terminalExpression } from './state.ts'
import { formatState, formatStep, parseStep, type StepFault } from './step-text.ts'

const small = fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 6 })
const large = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 8 })
const numbersAnd = fc.tuple(fc.oneof(small, large), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }))

/** The states along a random path, the root first. */
function walk(numbers: readonly number[], choices: readonly number[]): readonly CountdownState[] {
  const path = [rootState(createPuzzle(numbers))]
  for (const choice of choices) {
    const moves = legalMoves(path.at(-1)!)
    if (moves.length === 0) break
    path.push(extendState(path.at(-1)!, moves[choice % moves.length]!))
  }
  return path
}

/** The step with its operands the other way round, where that has the same result. */
function swapped(step: CountdownStep): CountdownStep {
  return step.operator === '+' || step.operator === '*' ? { ...step, a: step.b, b: step.a } : step
}

describe('legalMoves', () => {
  it('lists the five outcomes of a pair, pairs in order', () => {
    expect(legalMoves(rootState(parsePuzzle('4 2'))).map(formatStep)).toEqual([
      '4 + 2 = 6 (left: 6)',
      '4 - 2 = 2 (left: 2)',
      '4 * 2 = 8 (left: 8)',
      '4 / 2 = 2 (left: 2)',
      '2 / 4 = 1/2 (left: 1/2)',
    ])
  })

  it('lists equal pairs once, and no division by zero', () => {
    expect(legalMoves(rootState(parsePuzzle('5 5 5'))).map(formatStep)).toEqual([
      '5 + 5 = 10 (left: 5 10)',
      '5 - 5 = 0 (left: 0 5)',
      '5 * 5 = 25 (left: 5 25)',
      '5 / 5 = 1 (left: 1 5)',
    ])
    const zeroAndFive = walk([5, 5, 5], [1])[1]!
    expect(legalMoves(zeroAndFive).map(formatStep)).toEqual([
      '5 + 0 = 5 (left: 5)',
      '5 - 0 = 5 (left: 5)',
      '5 * 0 = 0 (left: 0)',
      '0 / 5 = 0 (left: 0)',
    ])
  })

  it('has 140 steps for eight different numbers and none for one', () => {
    expect(legalMoves(rootState(parsePuzzle('2 3 5 7 11 13 17 19')))).toHaveLength(140)
    expect(legalMoves(rootState(parsePuzzle('24')))).toEqual([])
  })

  it('lists each step once, never negative, in the same order for every order of the numbers', () => {
    fc.assert(
      fc.property(numbersAnd, ([numbers, choices]) => {
        for (const state of walk(numbers, choices)) {
          const moves = legalMoves(state)
          const texts = moves.map(formatStep)
          expect(new Set(texts).size).toBe(texts.length)
          expect(moves.every((move) => move.result.n >= 0n)).toBe(true)
        }
        const reversed = legalMoves(rootState(createPuzzle(numbers.toReversed())))
        expect(reversed).toEqual(legalMoves(rootState(createPuzzle(numbers))))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the wire form', () => {
  it('writes states and steps as the model reads them', () => {
    const state = rootState(parsePuzzle('13 4 10 9'))
    expect(formatState(state)).toBe('24: 4 9 10 13\n')
    const parsed = parseStep(state, '13 - 9 = 4 (left: 4 4 10)')
    if (!parsed.ok) throw new Error(parsed.detail)
    expect(formatStep(parsed.step)).toBe('13 - 9 = 4 (left: 4 4 10)')
    expect(formatState(extendState(state, parsed.step))).toBe('24: 4 4 10\n')
    const thirds = parseStep(rootState(parsePuzzle('3 3 8 8')), '8 / 3 = 8/3 (left: 8/3 3 8)')
    expect(thirds.ok).toBe(true)
  })

  it('reads every legal step back as itself, and the state keeps its numbers ascending', () => {
    fc.assert(
      fc.property(numbersAnd, ([numbers, choices]) => {
        for (const state of walk(numbers, choices)) {
          for (const step of legalMoves(state)) expect(parseStep(state, formatStep(step))).toEqual({ ok: true, step })
          const values = state.left.map((term) => term.value)
          expect(values.toSorted(compare)).toEqual(values)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('takes the smaller number first in + and *, and keeps the order written', () => {
    const parsed = parseStep(rootState(parsePuzzle('4 9 10 13')), '9 + 13 = 22 (left: 4 10 22)')
    expect(parsed.ok && formatStep(parsed.step)).toBe('9 + 13 = 22 (left: 4 10 22)')
  })

  it.each<[string, string, StepFault]>([
    ['4 9 10 13', '', 'syntax'],
    ['4 9 10 13', '13 - 9 = 4', 'syntax'],
    ['4 9 10 13', '13-9=4 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', ' 13 - 9 = 4 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4 4 10)\n', 'syntax'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4 4 10) 1', 'syntax'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4, 4, 10)', 'syntax'],
    ['4 9 10 13', '13 ^ 9 = 4 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', '013 - 9 = 4 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', '13 - 9 = 8/2 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', '13 - 9 = 4/0 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', '13 - 9 = -0 (left: 4 4 10)', 'syntax'],
    ['4 9 10 13', `13 - 9 = ${'4'.repeat(5_000)} (left: 4 4 10)`, 'syntax'],
    ['4 9 10 13', '12 - 9 = 3 (left: 3 4 10)', 'number-not-held'],
    ['4 9 10 13', '13 - 8 = 5 (left: 4 5 10)', 'number-not-held'],
    ['4 9 10 13', '9 + 9 = 18 (left: 4 10 13 18)', 'number-not-held'],
    ['24', '24 + 24 = 48 (left: 48)', 'number-not-held'],
    ['4 9 10 13', '9 - 13 = -4 (left: -4 4 10)', 'negative-result'],
    ['4 9 10 13', '9 - 13 = 4 (left: 4 4 10)', 'negative-result'],
    ['4 9 10 13', '13 - 9 = 5 (left: 4 5 10)', 'wrong-arithmetic'],
    ['4 9 10 13', '13 / 9 = 1 (left: 1 4 10)', 'wrong-arithmetic'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4 10)', 'wrong-left'],
    ['4 9 10 13', '13 - 9 = 4 (left: 10 4 4)', 'wrong-left'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4 4 10 10)', 'wrong-left'],
    ['4 9 10 13', '13 - 9 = 4 (left: 4 9 10)', 'wrong-left'],
  ])('from %s refuses %j', (numbers, text, reason) => {
    expect(parseStep(rootState(parsePuzzle(numbers)), text)).toMatchObject({ ok: false, reason })
  })

  it('refuses a division by zero', () => {
    const state = walk([5, 5, 5], [1])[1]!
    expect(parseStep(state, '5 / 0 = 0 (left: 0)')).toMatchObject({ ok: false, reason: 'division-by-zero' })
  })

  it('refuses every change of one character that does not make another legal step', () => {
    const characters = fc.constantFrom(...'0123456789+-*/=(): left')
    fc.assert(
      fc.property(numbersAnd, fc.nat(), fc.nat(), characters, ([numbers, choices], pick, place, character) => {
        for (const state of walk(numbers, choices)) {
          const moves = legalMoves(state)
          if (moves.length === 0) continue
          const text = formatStep(moves[pick % moves.length]!)
          const at = place % text.length
          for (const mutant of [
            text.slice(0, at) + character + text.slice(at + 1),
            text.slice(0, at) + character + text.slice(at),
            text.slice(0, at) + text.slice(at + 1),
          ]) {
            const parsed = parseStep(state, mutant)
            const legal = moves.some((move) => [formatStep(move), formatStep(swapped(move))].includes(mutant))
            expect(parsed.ok, mutant).toBe(legal)
            if (parsed.ok) expect(formatStep(parsed.step)).toBe(mutant)
          }
        }
      }),
    )
  })

  it('answers any text without throwing', () => {
    const state = rootState(parsePuzzle('4 9 10 13'))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseStep(state, text).ok).toBe(false)
      }),
    )
  })
})

describe('a path of legal steps', () => {
  it('ends in an expression that the checker accepts exactly when its value is the target', () => {
    fc.assert(
      fc.property(numbersAnd, ([numbers, choices]) => {
        const path = walk(numbers, choices)
        const end = path.at(-1)!
        expect(path).toHaveLength(numbers.length)
        const value = end.left[0]!.value
        const expression = terminalExpression(end)!
        const checked = checkAnswer({ numbers, target: 24 }, expression)
        if (format(value) === '24') expect(checked).toEqual({ correct: true })
        else expect(checked).toMatchObject({ correct: false, reason: 'wrong-value' })
        expect(countdownAnswer(end)).toBe(format(value) === '24' ? expression : null)
        if (value.d === 1n && value.n >= 1n && value.n <= 99_999n) {
          const puzzle = { numbers, target: Number(value.n) }
          expect(checkAnswer(puzzle, expression)).toEqual({ correct: true })
          expect(countdownAnswer({ ...end, target: puzzle.target })).toBe(expression)
        }
      }),
    )
  })
})

describe('countdownBackend', () => {
  const backend = countdownBackend()

  it('solves a puzzle step by step and writes only the parentheses needed', () => {
    let state = backend.root({ numbers: [4, 9, 10, 13], target: 24 })
    for (const text of ['13 - 9 = 4 (left: 4 4 10)', '10 - 4 = 6 (left: 4 6)', '6 * 4 = 24 (left: 24)']) {
      expect(backend.isTerminal(state)).toBe(false)
      expect(backend.answer(state)).toBeNull()
      const parsed = parseStep(state, text)
      if (!parsed.ok) throw new Error(parsed.detail)
      expect(backend.label(parsed.step)).toBe(text)
      state = backend.extend(state, parsed.step)
    }
    expect(backend.isTerminal(state)).toBe(true)
    expect(backend.answer(state)).toBe('(10 - 4) * (13 - 9)')
    expect(state.steps).toHaveLength(3)
  })

  it('has no answer at an end that misses the target', () => {
    const end = walk([4, 9, 10, 13], [0, 0, 0]).at(-1)!
    expect(end.left.map((term) => term.value)).toEqual([integer(36)])
    expect(backend.isTerminal(end)).toBe(true)
    expect(backend.answer(end)).toBeNull()
    expect(terminalExpression(end)).toBe('13 + 10 + 9 + 4')
  })

  it('leaves the state it extends as it was', () => {
    const state = rootState(parsePuzzle('4 9 10 13'))
    const copy = structuredClone(state)
    for (const step of legalMoves(state)) backend.extend(state, step)
    expect(state).toEqual(copy)
  })

  it('refuses steps of other states and false arithmetic', () => {
    const state = rootState(parsePuzzle('4 9 10 13'))
    const step = legalMoves(state)[0]!
    const illegal = [
      legalMoves(rootState(parsePuzzle('4 9 10 12')))[2]!,
      legalMoves(rootState(parsePuzzle('4 9 10')))[0]!,
      { ...step, result: integer(24) },
      { ...step, a: integer(8) },
      { ...step, left: [integer(24)] },
    ]
    for (const wrong of illegal) {
      expect(() => backend.extend(state, wrong)).toThrow(expect.objectContaining({ code: 'ILLEGAL_STEP' }))
    }
  })

  it('checks the problem at the root', () => {
    try {
      backend.root({ numbers: [], target: 24 })
      expect.unreachable()
    } catch (error) {
      expect(isTaskError(error) && error.code).toBe('NO_NUMBERS')
    }
  })
})

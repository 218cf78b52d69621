import { shown, TaskError } from '../task-error.ts'

/** Reach `target` with every one of `numbers` exactly once and the four operations. Game of 24: four numbers 1..13, target 24. */
export interface CountdownPuzzle {
  /** 1 to 8 integers in 1..9,999, in the order they were given; repeats allowed. */
  readonly numbers: readonly number[]
  /** Integer in 1..99,999. */
  readonly target: number
}

/**
 * Our limits. Eight numbers have at most 140 legal first steps and 32-digit values, which exact arithmetic and a line of
 * text hold with ease; the embedded model and the enumeration are made for four to six.
 */
export const MAX_NUMBERS = 8
export const MAX_NUMBER = 9_999
export const MAX_TARGET = 99_999
export const DEFAULT_TARGET = 24

/** Longer texts are refused unread. */
const MAX_TEXT_CHARS = 1_000

/**
 * A checked puzzle. `target` is 24 by default (Game of 24).
 * Throws a TaskError: NO_NUMBERS, TOO_MANY_NUMBERS, NOT_A_NUMBER, NOT_AN_INTEGER, NUMBER_OUT_OF_RANGE, INVALID_TARGET.
 */
export function createPuzzle(numbers: readonly number[], target: number = DEFAULT_TARGET): CountdownPuzzle {
  if (numbers.length === 0) {
    throw new TaskError('NO_NUMBERS', 'A puzzle without numbers', {
      got: 'none',
      expected: `1 to ${MAX_NUMBERS} numbers`,
      where: 'numbers',
    })
  }
  if (numbers.length > MAX_NUMBERS) {
    throw new TaskError('TOO_MANY_NUMBERS', 'A puzzle with too many numbers', {
      got: `${numbers.length} numbers`,
      expected: `1 to ${MAX_NUMBERS}`,
      where: 'numbers',
    })
  }
  numbers.forEach((value, index) => checkNumber(value, `number ${index + 1}`))
  if (!Number.isInteger(target) || target < 1 || target > MAX_TARGET) {
    throw new TaskError('INVALID_TARGET', 'Not a target', {
      got: shown(target),
      expected: `an integer in 1..${MAX_TARGET}`,
      where: 'target',
    })
  }
  return { numbers: [...numbers], target }
}

function checkNumber(value: number, where: string): void {
  const expected = `an integer in 1..${MAX_NUMBER}`
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new TaskError('NOT_A_NUMBER', 'Not a number', { got: shown(value), expected, where })
  }
  if (value < 1 || value > MAX_NUMBER) {
    throw new TaskError('NUMBER_OUT_OF_RANGE', 'A number out of range', { got: shown(value), expected, where })
  }
  if (!Number.isInteger(value)) {
    throw new TaskError('NOT_AN_INTEGER', 'Not a whole number', { got: shown(value), expected, where })
  }
}

/**
 * Reads whole numbers in plain decimal, separated by spaces or single commas: `4 9 10 13`, `4, 9, 10, 13`.
 * Throws a TaskError as {@link createPuzzle} does; NOT_A_NUMBER and NOT_AN_INTEGER name the piece.
 */
export function parsePuzzle(text: string, target: number = DEFAULT_TARGET): CountdownPuzzle {
  const expected = 'numbers separated by spaces or commas, like "4 9 10 13"'
  if (text.length > MAX_TEXT_CHARS) {
    const got = `${text.length} characters`
    throw new TaskError('TOO_MANY_NUMBERS', 'Too long for a puzzle', { got, expected, where: 'puzzle' })
  }
  if (text.trim() === '') {
    throw new TaskError('NO_NUMBERS', 'A puzzle without numbers', { got: shown(text), expected, where: 'puzzle' })
  }
  const pieces = text.trim().split(/\s*,\s*|\s+/)
  pieces.forEach((piece, index) => {
    const where = `piece ${index + 1} of the puzzle`
    if (/^-?\d+\.\d+$/.test(piece)) {
      throw new TaskError('NOT_AN_INTEGER', 'Not a whole number', { got: shown(piece), expected, where })
    }
    if (!/^-?\d+$/.test(piece)) {
      throw new TaskError('NOT_A_NUMBER', 'Not a number', { got: shown(piece), expected, where })
    }
  })
  return createPuzzle(pieces.map(Number), target)
}

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError, type TaskErrorCode } from '../task-error.ts'
import { createPuzzle, MAX_NUMBER, MAX_NUMBERS, MAX_TARGET, parsePuzzle } from './puzzle.ts'

function codeOf(act: () => unknown): TaskErrorCode | null {
  try {
    act()
    return null
  } catch (error) {
    if (!isTaskError(error)) throw error
    expect(error.message).toContain(`got ${error.details.got}, expected ${error.details.expected}`)
    expect(error.message).not.toMatch(/[\n\r]/)
    expect(error.message.length).toBeLessThan(250)
    return error.code
  }
}

describe('parsePuzzle', () => {
  it('reads spaces and commas, and has 24 as its target', () => {
    const puzzle = { numbers: [4, 9, 10, 13], target: 24 }
    for (const text of ['4 9 10 13', '4,9,10,13', ' 4, 9 ,10\t13\n', '4  9  10  13'])
      expect(parsePuzzle(text)).toEqual(puzzle)
    expect(parsePuzzle('1 2 3', 7)).toEqual({ numbers: [1, 2, 3], target: 7 })
  })

  it.each<[string, TaskErrorCode]>([
    ['', 'NO_NUMBERS'],
    [' \n ', 'NO_NUMBERS'],
    ['four nine', 'NOT_A_NUMBER'],
    ['4 9 10 1e1', 'NOT_A_NUMBER'],
    ['4 9 10 0x4', 'NOT_A_NUMBER'],
    ['4,,9', 'NOT_A_NUMBER'],
    [',4 9', 'NOT_A_NUMBER'],
    ['4 9 ١٣', 'NOT_A_NUMBER'],
    ['4 9 \u001b[31m', 'NOT_A_NUMBER'],
    ['4 9 10.0', 'NOT_AN_INTEGER'],
    ['4 9 2.5', 'NOT_AN_INTEGER'],
    ['4 9 -3', 'NUMBER_OUT_OF_RANGE'],
    ['4 9 0', 'NUMBER_OUT_OF_RANGE'],
    ['4 9 10000', 'NUMBER_OUT_OF_RANGE'],
    [`4 9 ${'9'.repeat(400)}`, 'NUMBER_OUT_OF_RANGE'],
    [Array(50).fill('7').join(' '), 'TOO_MANY_NUMBERS'],
    ['7 '.repeat(100_000), 'TOO_MANY_NUMBERS'],
    [' '.repeat(1_000_000), 'TOO_MANY_NUMBERS'],
  ])('refuses %j', (text, code) => {
    expect(codeOf(() => parsePuzzle(text))).toBe(code)
  })

  it('names the piece that is wrong', () => {
    expect(() => parsePuzzle('4 nine 10')).toThrow('Not a number: got "nine", expected numbers separated by')
    expect(() => parsePuzzle('4 nine 10')).toThrow('(piece 2 of the puzzle)')
  })

  it('takes any text as a puzzle or throws a TaskError', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void codeOf(() => parsePuzzle(text))))
  })
})

describe('createPuzzle', () => {
  it('takes exactly the numbers and targets in range', () => {
    const inRange = fc.array(fc.integer({ min: 1, max: MAX_NUMBER }), { minLength: 1, maxLength: MAX_NUMBERS })
    fc.assert(
      fc.property(inRange, fc.integer({ min: 1, max: MAX_TARGET }), (numbers, target) => {
        expect(createPuzzle(numbers, target)).toEqual({ numbers, target })
      }),
    )
    expect(codeOf(() => createPuzzle([]))).toBe('NO_NUMBERS')
    expect(codeOf(() => createPuzzle(Array<number>(MAX_NUMBERS + 1).fill(1)))).toBe('TOO_MANY_NUMBERS')
    expect(codeOf(() => createPuzzle([1, Number.NaN]))).toBe('NOT_A_NUMBER')
    expect(codeOf(() => createPuzzle([1, '2' as unknown as number]))).toBe('NOT_A_NUMBER')
    expect(codeOf(() => createPuzzle([1, Infinity]))).toBe('NUMBER_OUT_OF_RANGE')
    for (const target of [0, -24, 1.5, Number.NaN, Infinity, MAX_TARGET + 1]) {
      expect(codeOf(() => createPuzzle([1, 2], target))).toBe('INVALID_TARGET')
    }
  })

  it('keeps a copy', () => {
    const numbers = [1, 2]
    const puzzle = createPuzzle(numbers)
    numbers.push(3)
    expect(puzzle.numbers).toEqual([1, 2])
  })
})

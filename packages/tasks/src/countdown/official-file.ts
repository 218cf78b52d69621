import { shown, TaskError } from '../task-error.ts'
import type { CountdownPuzzle } from './puzzle.ts'
import { DEFAULT_TARGET } from './puzzle.ts'

/** A row of the official Game of 24 file: the 1,362 solvable sets, ordered by how long people took (4nums.com). */
export interface OfficialPuzzle extends CountdownPuzzle {
  /** 1 is the easiest. */
  readonly rank: number
  /** Column `AMT (s)`: the time that the ranking is by, in seconds. */
  readonly rankingSeconds: number
  /** Share of people who solved it, in [0, 1]. */
  readonly solvedRate: number
  /** Mean time to a solution, outliers beyond one sigma left out, in seconds. */
  readonly meanSeconds: number
  /** Standard deviation of the same times, in seconds. */
  readonly deviationSeconds: number
}

const HEADER = 'Rank,Puzzles,AMT (s),Solved rate,1-sigma Mean (s),1-sigma STD (s)'
const ROW =
  /^(\d{1,5}),(\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2}),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)%,(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/
const FIRST_TEST_RANK = 901
const LAST_TEST_RANK = 1000

/**
 * Reads the official file as text (reading it from disk is the caller's). Line ends `\n` or `\r\n`; ranks must run from 1
 * without gaps, numbers lie in 1..13. Throws a TaskError INVALID_FILE that names the line.
 */
export function parseOfficialGame24(csvText: string): readonly OfficialPuzzle[] {
  const lines = csvText.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  if (lines[0] !== HEADER) throw invalid('Not the official Game of 24 file', lines[0] ?? 'nothing', HEADER, 1)
  if (lines.length === 1) throw invalid('A file without puzzles', 'the header alone', 'rows of puzzles', 1)
  return lines.slice(1).map((line, index) => parseRow(line, index + 1))
}

function parseRow(line: string, rank: number): OfficialPuzzle {
  const lineNumber = rank + 1
  const match = ROW.exec(line)
  if (match === null)
    throw invalid('Not a row of the file', line, '"rank,four numbers,seconds,percent,seconds,seconds"', lineNumber)
  const [got, a, b, c, d, rankingSeconds, percent, meanSeconds, deviationSeconds] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const numbers = [a, b, c, d]
  if (got !== rank) throw invalid('A rank out of order', String(got), `rank ${rank}`, lineNumber)
  if (numbers.some((n) => n < 1 || n > 13))
    throw invalid('A number out of range', numbers.join(' '), 'numbers in 1..13', lineNumber)
  if (percent > 100) throw invalid('A rate out of range', `${percent}%`, 'at most 100%', lineNumber)
  return {
    rank,
    numbers,
    target: DEFAULT_TARGET,
    rankingSeconds,
    solvedRate: percent / 100,
    meanSeconds,
    deviationSeconds,
  }
}

/**
 * The field's test set: ranks 901-1000 (Yao 2023 "Tree of Thoughts", §4.1).
 * Throws a TaskError INVALID_FILE when the file ends before rank 1000.
 */
export function officialTestPuzzles(puzzles: readonly OfficialPuzzle[]): readonly OfficialPuzzle[] {
  if (puzzles.length < LAST_TEST_RANK) {
    throw invalid('Too few puzzles', `${puzzles.length} puzzles`, `at least ${LAST_TEST_RANK}`, puzzles.length + 1)
  }
  return puzzles.slice(FIRST_TEST_RANK - 1, LAST_TEST_RANK)
}

function invalid(what: string, got: string, expected: string, line: number): TaskError {
  return new TaskError('INVALID_FILE', what, { got: shown(got), expected, where: `line ${line}` })
}

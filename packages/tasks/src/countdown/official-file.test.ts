import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { enumerateSolvableSets } from './number-sets.ts'
import { officialTestPuzzles, parseOfficialGame24 } from './official-file.ts'
import { OFFICIAL_TEST_FINGERPRINTS } from './official-test-fingerprints.ts'
import { fingerprint, splitOf } from './split.ts'

const HEADER = 'Rank,Puzzles,AMT (s),Solved rate,1-sigma Mean (s),1-sigma STD (s)'
const ROWS = ['1,1 1 4 6,4.4,99.20%,4.67,1.48', '2,1 1 11 11,4.41,97%,4.68,1.45']

describe('parseOfficialGame24', () => {
  it('reads rows, with either line end, a byte order mark or a missing last line end', () => {
    const expected = [
      {
        rank: 1,
        numbers: [1, 1, 4, 6],
        target: 24,
        rankingSeconds: 4.4,
        solvedRate: 0.992,
        meanSeconds: 4.67,
        deviationSeconds: 1.48,
      },
      { rank: 2, numbers: [1, 1, 11, 11], solvedRate: 0.97 },
    ]
    const lines = [HEADER, ...ROWS]
    for (const text of [lines.join('\n'), `${lines.join('\n')}\n`, `\uFEFF${lines.join('\r\n')}\r\n`]) {
      expect(parseOfficialGame24(text)).toMatchObject(expected)
    }
  })

  it.each<[string, string, number]>([
    ['nothing', '', 1],
    ['another header', 'Rank,Puzzle', 1],
    ['a header alone', `${HEADER}\n`, 1],
    ['a missing column', [HEADER, ROWS[0], '2,1 1 11 11,4.41,97%,4.68'].join('\n'), 3],
    ['three numbers', [HEADER, '1,1 1 4,4.4,99.20%,4.67,1.48'].join('\n'), 2],
    ['an empty line', [HEADER, ROWS[0], '', ROWS[1]].join('\n'), 3],
    ['a rank out of order', [HEADER, ROWS[1]].join('\n'), 2],
    ['a number above 13', [HEADER, '1,1 1 4 14,4.4,99.20%,4.67,1.48'].join('\n'), 2],
    ['a number of zero', [HEADER, '1,0 1 4 13,4.4,99.20%,4.67,1.48'].join('\n'), 2],
    ['a rate above 100', [HEADER, '1,1 1 4 6,4.4,100.20%,4.67,1.48'].join('\n'), 2],
    ['a rate that is none', [HEADER, '1,1 1 4 6,4.4,x%,4.67,1.48'].join('\n'), 2],
  ])('refuses %s and names the line', (_, text, line) => {
    const act = (): unknown => parseOfficialGame24(text)
    expect(act).toThrow(
      expect.objectContaining({ code: 'INVALID_FILE', details: expect.objectContaining({ where: `line ${line}` }) }),
    )
  })

  it('refuses to cut a test set from a file that is too short', () => {
    expect(() => officialTestPuzzles(parseOfficialGame24([HEADER, ...ROWS].join('\n')))).toThrow('Too few puzzles')
  })
})

const FILE = new URL('../../../../../shared/data/game24/24.csv', import.meta.url)

describe('the official file', () => {
  it('holds exactly the solvable sets, and its test puzzles are known by their fingerprints', (context) => {
    if (!existsSync(FILE)) context.skip('shared/data/game24/24.csv is not beside this checkout')
    const puzzles = parseOfficialGame24(readFileSync(FILE, 'utf8'))
    const inOrder = (numbers: readonly number[]): string => numbers.toSorted((a, b) => a - b).join(' ')
    expect(puzzles.map((puzzle) => inOrder(puzzle.numbers)).toSorted()).toEqual(
      enumerateSolvableSets().map(inOrder).toSorted(),
    )
    const test = officialTestPuzzles(puzzles)
    expect(test.map((puzzle) => puzzle.rank)).toEqual(Array.from({ length: 100 }, (_, i) => 901 + i))
    expect(new Set(test.map((puzzle) => fingerprint(puzzle.numbers)))).toEqual(OFFICIAL_TEST_FINGERPRINTS)
    expect(test.every((puzzle) => splitOf(puzzle.numbers) === 'test')).toBe(true)
  })
})

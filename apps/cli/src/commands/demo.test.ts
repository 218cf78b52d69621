import { describe, expect, it } from 'vitest'
import { countSolutions, splitOf } from '@espalier/tasks'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo } from '../testing/memory-io.ts'
import { terminalScreen } from '../testing/terminal-screen.ts'
import { demoPuzzles } from './demo.ts'

const openCatalog = openLegalSteps()

describe('the puzzles of the demo', () => {
  it('are held out, solvable, and of varied difficulty', () => {
    const puzzles = demoPuzzles()
    expect(puzzles.map(({ numbers }) => numbers.length)).toEqual([4, 4, 4, 4, 5])
    expect(puzzles.every(({ numbers }) => splitOf(numbers) === 'test')).toBe(true)
    const ways = puzzles.map(({ numbers, target }) => countSolutions(numbers, target))
    expect(Math.min(...ways)).toBeGreaterThan(0)
    expect(ways.slice(0, 4)).toEqual(ways.slice(0, 4).toSorted((a, b) => b - a))
    expect(ways[0]).toBeGreaterThan(4 * ways[3]!)
  })
})

describe('espalier demo', () => {
  it('solves one puzzle after the other and says what to do next', async () => {
    const io = memoryIo()
    expect(await runCli(['demo'], { io, openCatalog }, '1')).toBe(ExitCode.ok)
    for (const { numbers, target } of demoPuzzles())
      expect(io.stdout.text).toContain(`${numbers.join(' ')} → ${target}`)
    expect(io.stdout.text).toMatch(/\n[0-5] of 5 puzzles solved · [\d,]+ tokens · .* of search\n/)
    expect(io.stdout.text).toContain('npx espalier solve')
    expect(io.stdout.text).not.toContain('\u001b')
  })

  it('redraws on a terminal, and stops on request', async () => {
    const io = memoryIo({ terminal: { columns: 80, rows: 24 } })
    let rests = 0
    const sleep = (): Promise<void> => {
      if (++rests === 30) io.interrupt()
      return Promise.resolve()
    }
    expect(await runCli(['demo'], { io: { ...io, sleep }, openCatalog }, '1')).toBe(ExitCode.interrupted)
    const screen = terminalScreen()
    screen.write(io.stdout.text)
    expect(screen.cursorShown).toBe(true)
    expect(screen.lines.join('\n')).toMatch(/interrupted after \d+ trials/)
  })
})

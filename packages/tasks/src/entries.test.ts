import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as code from './code.ts'
import * as instructions from './ifeval.ts'
import * as searches from './index.ts'
import * as scoring from './scoring.ts'
import * as verifiers from './verify.ts'

const SOURCES = new URL('.', import.meta.url)

describe('entries', () => {
  it('keep scorers out of the entry that searches import', () => {
    expect(Object.keys(scoring).toSorted()).toEqual([
      'checkAnswer',
      'counterfactual',
      'hiddenLeaves',
      'processOf',
      'scoreInstructions',
      'scoreLine',
    ])
    for (const scorer of Object.keys(scoring))
      for (const entry of [searches, code, instructions, verifiers]) expect(Object.keys(entry)).not.toContain(scorer)
    const importers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
      (path) =>
        /(?<!\.test)\.ts$/.test(path) &&
        /from '[^']*\/(check|counterfactual|score)\.ts'/.test(readFileSync(new URL(path, SOURCES), 'utf8')),
    )
    expect(importers).toEqual(['scoring.ts'])
  })

  it('solve a puzzle with what the main entry exports', () => {
    const backend = searches.countdownBackend()
    const puzzle = searches.parsePuzzle('4 9 10 13')
    const { answer } = searches.depthFirst(puzzle, { maxExpansions: 1_000 })
    expect(scoring.checkAnswer(puzzle, answer!)).toEqual({ correct: true })
    expect(searches.legalMoves(backend.root(puzzle)).map(backend.label)).toContain('13 - 9 = 4 (left: 4 4 10)')
  })
})

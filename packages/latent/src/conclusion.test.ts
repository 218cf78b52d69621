import { describe, expect, it } from 'vitest'
import { parseQuestion } from '@espalier/tasks'
import { concludeLine } from './conclusion.ts'
import { graphThoughts } from './prosqa/graph-thoughts.ts'

const task = graphThoughts()
const problem = parseQuestion(
  'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Is Tom a zumpus or scrompus?',
)
const node = (name: string): number => problem.symbols.indexOf(name)
const lineOf = (...names: readonly string[]) => ({ problem, line: names.map(node) })

/** A read-out that is all but sure of one symbol. */
function sureOf(name: string): Float32Array {
  return Float32Array.from({ length: 64 }, (_, symbol) => (symbol === node(name) ? -0.01 : -9))
}

describe('what a line comes to', () => {
  it('is verified where every step is a statement and the last node an option, whatever the read-out', () => {
    const proven = {
      answer: 'Tom is a zumpus.',
      statements: ['Tom is a lempus.', 'Every lempus is a zumpus.'],
      standing: 'verified',
    }
    for (const readOut of [null, sureOf('zumpus'), sureOf('scrompus')])
      expect(concludeLine(task, lineOf('Tom', 'lempus', 'zumpus'), readOut)).toEqual(proven)
  })

  it('is consistent where the read-out agrees and the path proves nothing, the right answer included', () => {
    const guessed = { answer: 'Tom is a zumpus.', statements: ['Tom is a zumpus.'] }
    const line = lineOf('Tom', 'zumpus')
    expect(concludeLine(task, line, sureOf('zumpus'))).toEqual({ ...guessed, standing: 'consistent' })
    expect(concludeLine(task, line, sureOf('scrompus'))).toEqual({ ...guessed, standing: 'unverified' })
    expect(concludeLine(task, line, sureOf('lempus'))).toEqual({ ...guessed, standing: 'unverified' })
    expect(concludeLine(task, line, null)).toEqual({ ...guessed, standing: 'unverified' })
  })

  it('a step that no statement makes spoils the rest', () => {
    const leap = lineOf('Tom', 'scrompus')
    expect(concludeLine(task, leap, null)).toMatchObject({ answer: 'Tom is a scrompus.', standing: 'unverified' })
    const other = lineOf('Max', 'scrompus')
    expect(concludeLine(task, other, null)).toMatchObject({ standing: 'unverified' })
  })

  it('is nothing where a line ends elsewhere', () => {
    for (const line of [lineOf('Tom'), lineOf('Tom', 'lempus')])
      expect(concludeLine(task, line, sureOf('lempus'))).toBeNull()
  })
})

import type { SeatingConstraint, SeatingPuzzle } from './puzzle.ts'
import type { RowFault } from './verify-row.ts'

const COUNTS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight']

/** A puzzle in words, with how to answer. */
export function formatSeating({ people, constraints }: SeatingPuzzle): string {
  const count = people.length
  return [
    `${COUNTS[count]!} people sit in a row of ${count} seats, numbered 1 to ${count} from left to right: ${people.toSorted().join(', ')}.`,
    ...constraints.map((constraint) => formatConstraint(people, constraint)),
    'Who sits where? Answer with all names from left to right, with commas between them.',
  ].join('\n')
}

function formatConstraint(people: readonly string[], constraint: SeatingConstraint): string {
  const name = (person: number): string => people[person]!
  const subject = name(constraint.person)
  switch (constraint.type) {
    case 'at':
      return `${subject} sits in seat ${constraint.seat}.`
    case 'not-at':
      return `${subject} does not sit in seat ${constraint.seat}.`
    case 'at-an-end':
      return `${subject} sits at an end of the row.`
    case 'next-to':
      return `${subject} sits next to ${name(constraint.other)}.`
    case 'not-next-to':
      return `${subject} does not sit next to ${name(constraint.other)}.`
    case 'left-of':
      return `${subject} sits somewhere to the left of ${name(constraint.other)}.`
    case 'apart':
      return `${COUNTS[constraint.between]!} ${constraint.between === 1 ? 'person sits' : 'people sit'} between ${subject} and ${name(constraint.other)}.`
    case 'between':
      return `${subject} sits somewhere between ${name(constraint.other)} and ${name(constraint.third)}.`
  }
}

export type ParsedRow =
  | { readonly ok: true; readonly row: readonly number[] }
  | { readonly ok: false; readonly reason: 'no-row' | RowFault; readonly detail: string }

/**
 * Reads a row from a text: its last line that names several people of the puzzle with commas, arrows or "and" between them, whatever stands in
 * front of a colon or in brackets. Whether everybody has a seat, `checkRow` says.
 */
export function parseRow({ people }: SeatingPuzzle, text: string): ParsedRow {
  const rows = text.split('\n').map((line) => namesIn(line))
  const isNamed = (name: string): boolean => people.some((person) => person.toLowerCase() === name.toLowerCase())
  const last = rows.findLast((names) => names.length > 1 && names.filter((name) => isNamed(name)).length > 1)
  if (last === undefined) return { ok: false, reason: 'no-row', detail: 'no line has names with commas between them' }
  const unknown = last.find((name) => !isNamed(name))
  if (unknown !== undefined)
    return {
      ok: false,
      reason: 'unknown-person',
      detail: `there is nobody called ${JSON.stringify(unknown.slice(0, 40))}`,
    }
  return {
    ok: true,
    row: last.map((name) => people.findIndex((person) => person.toLowerCase() === name.toLowerCase())),
  }
}

function namesIn(line: string): readonly string[] {
  return line
    .replace(/^.*:/, '')
    .replace(/\([^()]*\)|[*_`".[\]]/g, ' ')
    .split(/\s*(?:,\s*and\s|,|;|->|→|\sand\s)\s*/)
    .map((part) => part.trim().replace(/^\d+[.)]?\s*/, ''))
    .filter((part) => part !== '')
}

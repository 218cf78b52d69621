import { TaskError } from '../task-error.ts'
import { shownJson } from './json-lines.ts'
import { strip } from './python/text.ts'

export type Relation = 'less than' | 'at least'

/** The arguments of one instruction, read with their types. Every reader throws a TaskError INVALID_FILE that names the argument. */
export interface Arguments {
  /** A whole number of at least `least`. */
  count(name: string, least?: number): number
  /** A text that is not empty, without white space around it. */
  text(name: string): string
  /** The text as it is. */
  exactText(name: string): string
  /** At least one text. */
  texts(name: string): readonly string[]
  relation(name: string): Relation
  /** Where an argument stands, for errors about what it holds. */
  place(name: string): string
}

/** Arguments that are null count as missing, as in copies of the data that give every instruction every key. */
export function readArguments(record: Readonly<Record<string, unknown>>, where: string): Arguments {
  const place = (name: string): string => `${where}, ${name}`
  const read = <T>(name: string, expected: string, as: (value: unknown) => T | null): T => {
    const value = Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined
    const result = value === undefined ? null : as(value)
    if (result !== null) return result
    throw new TaskError('INVALID_FILE', 'Not an argument of the instruction', {
      got: shownJson(value),
      expected,
      where: place(name),
    })
  }
  const exactText = (name: string): string =>
    read(name, 'a text', (value) => (typeof value === 'string' && strip(value) !== '' ? value : null))
  return {
    count: (name, least = 0) =>
      read(name, `a whole number of at least ${least}`, (value) =>
        Number.isSafeInteger(value) && (value as number) >= least ? (value as number) : null,
      ),
    text: (name) => strip(exactText(name)),
    exactText,
    texts: (name) =>
      read(name, 'a list of texts', (value) =>
        Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '')
          ? (value as readonly string[])
          : null,
      ),
    relation: (name) =>
      read(name, '"less than" or "at least"', (value) =>
        value === 'less than' || value === 'at least' ? value : null,
      ),
    place,
  }
}

/** Whether a number stands to a threshold as asked. */
export function relates(relation: Relation, count: number, threshold: number): boolean {
  return relation === 'less than' ? count < threshold : count >= threshold
}

import type { Json } from '@espalier/core'
import { plural } from '../parts/format.ts'

/**
 * A problem in one line, before anybody who knows its task has seen it: `4 9 10 13 → 24`, the question that a text ends with and how much comes
 * before it, else as JSON.
 */
export function problemLine(problem: Json): string {
  if (typeof problem === 'string') return problem
  if (typeof problem !== 'object' || problem === null || Array.isArray(problem)) return JSON.stringify(problem)
  const { numbers, target, question, maxSteps, description, people, constraints } = problem as Readonly<
    Record<string, Json | undefined>
  >
  if (typeof question === 'string') return maxSteps === undefined ? questionLine(question) : oneLine(question)
  if (typeof description === 'string') return oneLine(description)
  if (Array.isArray(people) && Array.isArray(constraints))
    return `${people.join(', ')} (${plural(constraints.length, 'constraint')})`
  if (Array.isArray(numbers) && typeof target === 'number') return `${numbers.join(' ')} → ${target}`
  return JSON.stringify(problem)
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')

/** `Is Tom a zumpus or scrompus? (12 statements)` */
function questionLine(text: string): string {
  const sentences = text.match(/[^.?]+[.?]?/g)?.map((sentence) => sentence.trim()) ?? []
  const statements = sentences.filter((sentence) => sentence.endsWith('.')).length
  return `${sentences.findLast((sentence) => sentence !== '') ?? text} (${plural(statements, 'statement')})`
}

import type { Json } from '@espalier/core'

/** A problem in one line, before anybody who knows its task has seen it: `4 9 10 13 → 24`, else as JSON. */
export function problemLine(problem: Json): string {
  if (typeof problem === 'string') return problem
  if (typeof problem !== 'object' || problem === null || Array.isArray(problem)) return JSON.stringify(problem)
  const { numbers, target } = problem as { readonly numbers?: Json; readonly target?: Json }
  if (Array.isArray(numbers) && typeof target === 'number') return `${numbers.join(' ')} → ${target}`
  return JSON.stringify(problem)
}

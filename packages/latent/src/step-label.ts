import type { OperatorName, ThoughtStep } from './thought-step.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtTask } from './thought-task.ts'
import type { PlacedStep } from './thought-backend.ts'

/** Numbers of a step, in the order of its label. */
const PARAMETERS: { readonly [Name in OperatorName]: readonly string[] } = {
  identity: [],
  steer: ['strength'],
  gaussian: ['sigma', 'seed'],
  dropout: ['rate', 'seed'],
  gumbel: ['temperature', 'seed'],
  dirichlet: ['concentration', 'seed'],
  word: [],
}

/** A step in one line: the words that it reads as, then the operator with its numbers. Steps in words are the words alone. */
export function formatLabel(words: string, step: ThoughtStep): string {
  if (step.operator === 'word') return words
  const numbers = PARAMETERS[step.operator].map((name) => String((step as unknown as Record<string, number>)[name]))
  return `${words} [${[step.operator, ...numbers].join(' ')}]`
}

/** Reads a label back at a state; null if it is no step there. Bracketed words that are no operator are part of the words. */
export function parseLabel<Problem>(
  task: ThoughtTask<Problem, unknown>,
  state: ThoughtState<Problem>,
  label: string,
): PlacedStep | null {
  const match = /^(.*) \[(\w+)((?: -?\d+(?:\.\d+)?(?:e-?\d+)?)*)\]$/s.exec(label)
  const operator = match?.[2] ?? 'word'
  if (!Object.hasOwn(PARAMETERS, operator) || (match !== null && operator === 'word')) return null
  const symbol = task.read(state.problem, state.line.at(-1)!, match?.[1] ?? label)
  const names = PARAMETERS[operator as OperatorName]
  const numbers = (match?.[3] ?? '').split(' ').slice(1).map(Number)
  if (symbol === null || numbers.length !== names.length) return null
  const step = { operator, symbol, ...Object.fromEntries(names.map((name, i) => [name, numbers[i]!])) } as ThoughtStep
  return isInRange(step) ? { step, label } : null
}

/** Whether the numbers of a step are ones that its operator takes. */
export function isInRange(step: ThoughtStep): boolean {
  if ('seed' in step && !(Number.isInteger(step.seed) && step.seed >= 0 && step.seed <= 0xffffffff)) return false
  switch (step.operator) {
    case 'steer':
      return step.strength > 0 && step.strength <= 1
    case 'gaussian':
      return step.sigma > 0 && step.sigma < Infinity
    case 'dropout':
      return step.rate > 0 && step.rate < 1
    case 'gumbel':
      return step.temperature > 0 && step.temperature < Infinity
    case 'dirichlet':
      return step.concentration > 0 && step.concentration < Infinity
    case 'identity':
    case 'word':
      return true
  }
}

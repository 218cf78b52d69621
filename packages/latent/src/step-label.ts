import { REFINE_METHODS, REFINE_SCORES, type OperatorName, type ThoughtStep } from './thought-step.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtTask } from './thought-task.ts'
import type { PlacedStep } from './thought-backend.ts'

/** What a step has beside its symbol, in the order of its label. */
const PARAMETERS: { readonly [Name in OperatorName]: readonly string[] } = {
  identity: [],
  steer: ['strength'],
  gaussian: ['sigma', 'seed'],
  dropout: ['rate', 'seed'],
  gumbel: ['temperature', 'seed'],
  dirichlet: ['concentration', 'seed'],
  refine: ['method', 'by', 'evaluations', 'seed'],
  word: [],
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e-?\d+)?/.source
/** Words and an operator in brackets: bracketed words that are none belong to the words. */
const LABEL = new RegExp(
  `^(.*) \\[(\\w+)((?: (?:${[...REFINE_METHODS, ...REFINE_SCORES, NUMBER].join('|')}))*)\\]$`,
  's',
)

/** A step in one line: the words that it reads as, then the operator with its numbers. Steps in words are the words alone. */
export function formatLabel(words: string, step: ThoughtStep): string {
  if (step.operator === 'word') return words
  const given = PARAMETERS[step.operator].map((name) =>
    String((step as unknown as Record<string, number | string>)[name]),
  )
  return `${words} [${[step.operator, ...given].join(' ')}]`
}

/** Reads a label back at a state; null if it is no step there. Bracketed words that are no operator are part of the words. */
export function parseLabel<Problem>(
  task: ThoughtTask<Problem, unknown>,
  state: ThoughtState<Problem>,
  label: string,
): PlacedStep | null {
  const match = LABEL.exec(label)
  const operator = match?.[2] ?? 'word'
  if (!Object.hasOwn(PARAMETERS, operator) || (match !== null && operator === 'word')) return null
  const symbol = task.read(state.problem, state.line.at(-1)!, match?.[1] ?? label)
  const names = PARAMETERS[operator as OperatorName]
  const given = (match?.[3] ?? '')
    .split(' ')
    .slice(1)
    .map((text) => (/\d/.test(text) ? Number(text) : text))
  if (symbol === null || given.length !== names.length) return null
  const step = { operator, symbol, ...Object.fromEntries(names.map((name, i) => [name, given[i]!])) } as ThoughtStep
  return isInRange(step) ? { step, label } : null
}

/** Whether what a step has is what its operator takes: words where words belong, and numbers in their ranges. */
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
    case 'refine':
      return (
        REFINE_METHODS.includes(step.method) &&
        REFINE_SCORES.includes(step.by) &&
        Number.isInteger(step.evaluations) &&
        step.evaluations >= 2 &&
        step.evaluations <= 1024
      )
    case 'identity':
    case 'word':
      return true
  }
}

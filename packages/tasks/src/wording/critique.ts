import { wordingSentence, type WordingConstraint } from './constraint.ts'
import { verifyWording, wordsOf } from './verify.ts'
import { kindOf } from './words.ts'

/**
 * How a judge of this task writes: each constraint said again, with the count where one is asked for, and the judgement at the end, marked as SPaR
 * marks it. `Write exactly 6 words: 7 no. Include fox: yes. Final Judgement: No`.
 */
export function formatCritique(constraints: readonly WordingConstraint[], text: string): string {
  const { met, follows } = verifyWording(constraints, text)
  const checks = constraints.map((constraint, i) => {
    const counted = countedIn(constraint, wordsOf(text) ?? [])
    return `${wordingSentence(constraint)}: ${counted === null ? '' : `${counted} `}${met[i] === true ? 'yes' : 'no'}.`
  })
  return `${checks.join(' ')} Final Judgement: ${follows ? 'Yes' : 'No'}`
}

function countedIn(constraint: WordingConstraint, words: readonly string[]): number | null {
  if (constraint.type === 'count') return words.length
  return constraint.type === 'kind' ? words.filter((word) => kindOf(word) === constraint.kind).length : null
}

import { extendState, rootState } from '../../../tasks/src/countdown/state.ts'
import { createPuzzle } from '../../../tasks/src/countdown/puzzle.ts'
import { legalMoves } from '../../../tasks/src/countdown/legal-moves.ts'
import { formatStep } from '../../../tasks/src/countdown/step-text.ts'
import { drawIndex, seededDraw } from '../../../tasks/src/countdown/seeded.ts'
import { graphStream } from '../../../tasks/src/prosqa/generate.ts'
import { formatQuestion } from '../../../tasks/src/prosqa/question-text.ts'
import { formatStatement } from '../../../tasks/src/prosqa/statement-text.ts'
import { generateSeating, solveSeating } from '../../../tasks/src/seating/generate.ts'
import { formatSeating } from '../../../tasks/src/seating/puzzle-text.ts'

/** Reasoning in words that our own generators write, one text each: lines of Countdown, paths through ProsQA's graphs, seated rows. */
export function reasoningTexts(count: number, seed: number): readonly string[] {
  const draw = seededDraw(seed)
  const graph = graphStream('official', seed)
  const seatings = generateSeating(5, Math.ceil(count / 3), seed)
  return Array.from({ length: count }, (_, i) => {
    if (i % 3 === 0) return countdown(draw)
    if (i % 3 === 1) return proof(graph())
    return seating(seatings[Math.floor(i / 3)]!)
  })
}

function countdown(draw: () => number): string {
  const numbers = Array.from({ length: 4 + drawIndex(draw, 2) }, () => 1 + drawIndex(draw, 13))
  let state = rootState(createPuzzle(numbers, 24))
  const lines = [`24: ${state.left.map(({ value }) => String(value.n)).join(' ')}`]
  while (state.left.length > 1) {
    const moves = legalMoves(state)
    const step = moves[drawIndex(draw, moves.length)]!
    lines.push(formatStep(step))
    state = extendState(state, step)
  }
  return `${lines.join('\n')}\n`
}

function proof({ question, path, target }: ReturnType<ReturnType<typeof graphStream>>): string {
  const used = path.slice(1).map((to, i) => formatStatement(question, path[i]!, to))
  const answer = `Answer: ${question.symbols[question.root]!} is a ${question.symbols[target]!}.`
  return `${[formatQuestion(question), ...used, answer].join('\n')}\n`
}

function seating(puzzle: ReturnType<typeof generateSeating>[number]): string {
  const row = solveSeating(puzzle)[0]!
  return `${formatSeating(puzzle)}\nAnswer: ${row.map((person) => puzzle.people[person]!).join(', ')}\n`
}

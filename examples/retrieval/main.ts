// Claim: a search whose facts are in a library answers when it looks them up again at every expansion, and does not when it looks them up once.
// The embedded ProsQA model reads only what stands in its prompt; the statements of each question lie in an index, one passage a subject. The same
// search runs without passages, with those found for the question alone, and with those found for the question and the steps so far.
import { anyOf, createPreset, expandWith, maxTrials, runSearch, untilValue } from '@espalier/core'
import { createProsqaModel } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { checkPath, formatStatement, heldOutGraphs, parseStatement, type GraphQuestion } from '@espalier/tasks'
import { retrievalReport, retrievedSteps, textBackend, type RetrievalDepth, type TextState } from '@espalier/token'
import { hybridIndex, ngramVectors } from '@espalier/token/retrieve'
import { graphReader } from './reader.ts'

const reader = graphReader(createProsqaModel(await readProsqaCheckpoint()))
const backend = textBackend({ maxSteps: 8 })
const arms = ['nothing', 'once', 'every expansion'] as const
const verified = { nothing: 0, once: 0, 'every expansion': 0 }
const reports: (readonly RetrievalDepth[])[] = []

for (const { question } of heldOutGraphs('official', 10)) {
  const asked = `Is ${question.symbols[question.root]!} a ${question.symbols[question.options[0]]!} or ${question.symbols[question.options[1]]!}?`
  const passages = passagesOf(question)
  const find = await hybridIndex({ passages, embed: ngramVectors(passages.map(({ text }) => text)) })
  for (const arm of arms) {
    const generate = retrievedSteps({
      provider: reader,
      retrieve: arm === 'nothing' ? () => Promise.resolve([]) : find,
      query: ({ question: text, steps }) => (arm === 'once' ? text : [text, ...steps].join('\n')),
      k: 8,
    })
    const { value, tree } = await runSearch({
      problem: asked,
      backend,
      algorithm: createPreset('mcts', { children: 4, maxChildren: 12 }),
      seed: 1,
      expand: expandWith({ evaluate: (state) => Promise.resolve({ value: valueOf(question, state) }), generate }),
      stop: anyOf(untilValue(1), maxTrials(150)),
    })
    if (value === 1) verified[arm]++
    if (arm === 'every expansion') reports.push(retrievalReport(tree))
  }
}

console.log('depth  compared  higher value with a passage / without / the same')
for (let depth = 0; depth < 6; depth++) {
  const rows = reports.flatMap((rows) => rows.filter((row) => row.depth === depth))
  const sum = (of: (row: RetrievalDepth) => number): number => rows.reduce((total, row) => total + of(row), 0)
  const [better, worse, level] = [
    sum((row) => row.retrieved.wins),
    sum((row) => row.control.wins),
    sum((row) => row.level),
  ]
  console.log(
    `${String(depth).padEnd(6)} ${String(sum((row) => row.expansions)).padEnd(9)} ${better} / ${worse} / ${level}`,
  )
}
console.log(`verified of 10: ${arms.map((arm) => `${arm} ${verified[arm]}`).join(', ')}`)

/** What is said of each subject, together. */
function passagesOf(question: GraphQuestion) {
  const said = new Map<number, string[]>()
  for (const [from, to] of question.edges)
    said.set(from, [...(said.get(from) ?? []), formatStatement(question, from, to)])
  return [...said].map(([from, statements]) => ({ id: question.symbols[from]!, text: statements.join(' ') }))
}

/** The verifier sees finished lines only: 1 for a proof, 0 for another end, and what is unfinished is worth something between. */
function valueOf(question: GraphQuestion, state: TextState): number {
  if (!backend.isTerminal(state)) return 0.5
  const path = [question.root]
  for (const step of state.steps) {
    const read = parseStatement(question, step.split(' Answer:')[0]!)
    if (!read.ok) return 0
    path.push(read.to)
  }
  return checkPath(question, path).ok ? 1 : 0
}

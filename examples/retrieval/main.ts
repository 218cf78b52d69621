// Claim: a search whose facts are in a library answers when it looks them up again at every expansion, and does not when it looks them up once.
// The embedded ProsQA model reads only what stands in its prompt; the statements of each question lie in an index, one passage a subject. The same
// search runs without passages, with what is found for the question alone, and with what is found for the place that each line has come to. The
// evaluator gives nothing to a line that says what the library does not; settings were tuned on these ten questions.
import { anyOf, createPreset, expandWith, maxTrials, runSearch, untilValue } from '@espalier/core'
import { createProsqaModel } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { checkPath, formatStatement, heldOutGraphs, parseStatement, type GraphQuestion } from '@espalier/tasks'
import { retrievalReport, retrievedSteps, textBackend, type RetrievalDepth, type TextState } from '@espalier/token'
import { hybridIndex, ngramVectors } from '@espalier/token/retrieve'
import { graphReader } from './reader.ts'

const reader = graphReader(createProsqaModel(await readProsqaCheckpoint()))
const MAX_STEPS = 8
const backend = textBackend({ maxSteps: MAX_STEPS })
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
      query: ({ question: text, steps }) => (arm === 'once' || steps.length === 0 ? text : lastName(steps)),
      k: 1,
      controlEvery: 3,
    })
    const { value, tree } = await runSearch({
      problem: asked,
      backend,
      algorithm: createPreset('best-first', { children: 8 }),
      seed: 1,
      expand: expandWith({ evaluate: (state) => Promise.resolve({ value: valueOf(question, state) }), generate }),
      stop: anyOf(untilValue(1), maxTrials(300)),
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

/** What the line has come to: the library is to say more of that. */
function lastName(steps: readonly string[]): string {
  return /(\w+)\.$/.exec(steps.at(-1)!)?.[1] ?? ''
}

/** What is said of each subject, together. */
function passagesOf(question: GraphQuestion) {
  const said = new Map<number, string[]>()
  for (const [from, to] of question.edges)
    said.set(from, [...(said.get(from) ?? []), formatStatement(question, from, to)])
  return [...said].map(([from, statements]) => ({ id: question.symbols[from]!, text: statements.join(' ') }))
}

/** 1 for a proof, nothing for a line that says what the library does not, and something between for one that may still become a proof. */
function valueOf(question: GraphQuestion, { steps }: TextState): number {
  const nodes = steps.map((step) => parseStatement(question, step.split(' Answer:')[0]!))
  const checked = checkPath(question, [question.root, ...nodes.map((read) => (read.ok ? read.to : -1))])
  if (checked.ok) return 1
  return checked.reason === 'unfinished' && steps.length < MAX_STEPS ? 0.5 : 0
}

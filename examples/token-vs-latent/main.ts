// Claim: the same search turns more model steps into more proven answers whether one network's steps are thoughts or words.
// Prints both curves, at equal model steps and at equal wall time; which of the two is ahead is measured here, not claimed.
import { anyOf, createPreset, maxTokens, runSearch, untilValue } from '@espalier/core'
import { embeddedThoughts, graphThoughts, thoughtBackend, thoughtExpand, thoughtPool } from '@espalier/latent'
import { createProsqaModel, GRAPH_SLOTS } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { formatQuestion, heldOutGraphs, type GraphQuestion } from '@espalier/tasks'

const STEPS = [8, 16, 32, 64, 128]
const MILLISECONDS = [10, 20, 40, 80, 160]
const FACES = {
  thoughts: { operators: [{ operator: 'steer' }], startAs: 'thought' },
  words: { operators: [{ operator: 'word' }], startAs: 'word' },
} as const
type Face = keyof typeof FACES

const model = embeddedThoughts(createProsqaModel(await readProsqaCheckpoint()))
const task = graphThoughts()
const backend = thoughtBackend(task)
const algorithm = createPreset('mcts', { children: 4, expandAfter: 0, c: 0.2, fpuReduction: 0.1 })

/** What it took to prove an answer; infinite where none was. A step is one position of the network, a thought's or a word's. */
async function prove(problem: GraphQuestion, face: Face): Promise<{ readonly steps: number; readonly ms: number }> {
  const { operators, startAs } = FACES[face]
  const pool = thoughtPool(model, task, { startAs })
  const expand = thoughtExpand({ model, task, backend, pool, operators })
  const startedAt = performance.now()
  const stop = anyOf(untilValue(1), maxTokens(STEPS.at(-1)!))
  const describe = (question: GraphQuestion) => ({ problem: { question: formatQuestion(question) }, label: face })
  const { answer, usage } = await runSearch({ problem, backend, algorithm, expand, stop, describe })
  const ms = performance.now() - startedAt
  pool.dispose()
  return answer === null ? { steps: Infinity, ms: Infinity } : { steps: usage.completionTokens, ms }
}

const questions = [...heldOutGraphs('official', 10), ...heldOutGraphs('large', 40)]
  .map(({ question }) => question)
  .filter(({ symbols }) => symbols.length <= GRAPH_SLOTS)
  .slice(0, 25)
// Once unmeasured: what follows should not pay for compiling.
for (const face of ['thoughts', 'words'] as const) await prove(questions.at(-1)!, face)
const results: Record<Face, { readonly steps: number; readonly ms: number }[]> = { thoughts: [], words: [] }
for (const [i, question] of questions.entries()) {
  // In turns, so that whatever else the machine does falls on both.
  for (const face of i % 2 === 0 ? (['thoughts', 'words'] as const) : (['words', 'thoughts'] as const))
    results[face].push(await prove(question, face))
}

const curve = (face: Face, unit: 'steps' | 'ms', budgets: readonly number[]): readonly number[] =>
  budgets.map((budget) => results[face].filter((result) => result[unit] <= budget).length)

for (const [title, unit, budgets] of [
  ['model steps', 'steps', STEPS],
  ['milliseconds', 'ms', MILLISECONDS],
] as const) {
  console.log(`proven of ${questions.length} within so many ${title} a question`)
  console.log(`  ${title.padEnd(12)} ${budgets.map((budget) => String(budget).padStart(4)).join('')}`)
  for (const face of ['thoughts', 'words'] as const)
    console.log(
      `  ${face.padEnd(12)} ${curve(face, unit, budgets)
        .map((n) => String(n).padStart(4))
        .join('')}`,
    )
}
for (const face of ['thoughts', 'words'] as const) {
  const proven = curve(face, 'steps', STEPS)
  if (proven.at(-1)! <= proven[0]!) throw new Error(`the claim does not hold: more ${face} proved nothing more`)
}

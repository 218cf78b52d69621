// Claim: searched, the continuous thoughts of a small network prove answers that its likeliest line of thought does not come to.
// Takes held-out questions in the official wording, follows the likeliest line, then searches with the same network, and shows one path.
import { anyOf, createPreset, maxTokens, runSearch, untilValue } from '@espalier/core'
import { concludeLine, embeddedThoughts, graphThoughts, thoughtBackend, thoughtExpand } from '@espalier/latent'
import { thoughtInspector, thoughtPool, type ThoughtState } from '@espalier/latent'
import { createProsqaModel } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { formatQuestion, heldOutGraphs, parseQuestion, type GraphQuestion } from '@espalier/tasks'

const THOUGHTS = 64
const model = embeddedThoughts(createProsqaModel(await readProsqaCheckpoint()))
const task = graphThoughts({ maxSteps: 8 })
const backend = thoughtBackend(task)
const pool = thoughtPool(model, task)
const expand = thoughtExpand({ model, task, backend, pool })
const inspector = thoughtInspector(model, task, pool)
const algorithms = {
  greedy: createPreset('greedy'),
  mcts: createPreset('mcts', { children: 4, expandAfter: 0, c: 0.2, fpuReduction: 0.1 }),
}

function search(text: string, algorithm: keyof typeof algorithms) {
  return runSearch({
    problem: parseQuestion(text),
    backend,
    algorithm: algorithms[algorithm],
    expand,
    stop: anyOf(untilValue(1), maxTokens(THOUGHTS)), // the verifier gives 1 to a finished line that it proves; a thought counts as a token
    describe: (question) => ({ problem: { question: formatQuestion(question) }, label: text.split('. ').at(-1)! }),
  })
}

/** The line's answer with how well it stands, its steps as they stand in the log, and what each thought reads as. */
async function show(end: ThoughtState<GraphQuestion>, path: readonly string[]): Promise<void> {
  const states: ThoughtState<GraphQuestion>[] = []
  for (let state: typeof end | null = end; state !== null; state = state.parent) states.unshift(state)
  const before = states.at(-2) ?? end
  const conclusion = concludeLine(task, end, await inspector.readOut(before))
  console.log(`  ${conclusion === null ? 'no answer' : `${conclusion.answer} (${conclusion.standing})`}`)
  for (const [i, state] of states.slice(0, -1).entries()) {
    const { readOut } = await inspector.look(state, 3)
    const words = readOut.map(({ symbol, probability }) => `${symbol} ${(100 * probability).toFixed(0)} %`)
    console.log(`  thought ${i + 1} reads as ${words.join(', ')}\n    ${path[i]}`)
  }
}

const proven = { greedy: 0, mcts: 0 }
const texts = heldOutGraphs('official', 10).map(({ question }) => formatQuestion(question))
for (const [i, text] of texts.entries()) {
  const greedy = await search(text, 'greedy')
  const mcts = await search(text, 'mcts')
  proven.greedy += Number(greedy.answer !== null)
  proven.mcts += Number(mcts.answer !== null)
  if (i === 0) {
    console.log(`${text}\n\nThe likeliest line:`)
    await show(greedy.state, greedy.path)
    console.log(`Searched with ${mcts.usage.completionTokens} thoughts:`)
    await show(mcts.state, mcts.path)
    console.log()
  }
  const asked = text.split('. ').at(-1)!
  console.log(
    `${asked.padEnd(40)} greedy ${greedy.answer ?? 'proves nothing'}; mcts ${mcts.answer ?? 'proves nothing'}`,
  )
}
console.log(`proven of ${texts.length} at ${THOUGHTS} thoughts at most: greedy ${proven.greedy}, mcts ${proven.mcts}`)
if (proven.mcts <= proven.greedy)
  throw new Error('the claim does not hold: search proved no more than the likeliest line')

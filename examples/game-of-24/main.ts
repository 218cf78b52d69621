// Claim: search turns a small model that is usually wrong at the first try into one that is usually right.
// Solves ten held-out puzzles greedily and by MCTS with the same embedded model and counts both.
import { anyOf, createPreset, maxTokens, runSearch, untilValue } from '@espalier/core'
import { createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { countdownTextTask, heldOutPuzzles } from '@espalier/tasks'
import { embeddedExpand, embeddedStepModel } from '@espalier/token'

const model = embeddedStepModel(createCountdownModel(await readCountdownCheckpoint()))
const task = countdownTextTask()
const expand = embeddedExpand(model, task)
const solved = { greedy: 0, mcts: 0 }

for (const problem of heldOutPuzzles({ split: 'validation', count: 10, numbers: 4, seed: 1 })) {
  for (const name of ['greedy', 'mcts'] as const) {
    const stop = anyOf(untilValue(1), maxTokens(300))
    const describe = () => ({ problem: { ...problem }, label: problem.numbers.join(' ') })
    const result = await runSearch({
      problem,
      backend: task.backend,
      algorithm: createPreset(name),
      expand,
      stop,
      describe,
    })
    if (result.answer !== null) solved[name]++
    console.log(
      `${problem.numbers.join(' ').padEnd(12)} ${name.padEnd(7)} ${result.answer ?? 'no answer'} (${result.usage.completionTokens} tokens)`,
    )
  }
}
console.log(`solved of 10: greedy ${solved.greedy}, mcts ${solved.mcts}`)

// Claim: a search can be steered while it runs, forked at any event, and its log gives it back exactly.
// A person puts in the first step; the search finishes. A fork from before that goes its own way; the first log stays as it is.
import { createPreset, createSearch, foldEvents, forkSearch, runSearch, streamSearch, untilValue } from '@espalier/core'
import type { SearchEvent } from '@espalier/core'
import { createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { countdownTextTask, parsePuzzle } from '@espalier/tasks'
import { embeddedExpand, embeddedStepModel } from '@espalier/token'

const problem = parsePuzzle('4 9 10 13')
const task = countdownTextTask()
const model = embeddedStepModel(createCountdownModel(await readCountdownCheckpoint()))
const options = {
  problem,
  backend: task.backend,
  algorithm: createPreset('mcts'),
  expand: embeddedExpand(model, task),
  stop: untilValue(1),
  describe: () => ({ problem: { ...problem }, label: '4 9 10 13' }),
}

const search = createSearch(options)
const parsed = task.parse(search.state(0), '10 - 4 = 6 (left: 6 9 13)')
if (!parsed.ok) throw new Error('not a step of this puzzle')
search.steer('ada', { type: 'insert', node: 0, step: parsed.step })
search.steer('ada', { type: 'focus', node: 1 })

const log: SearchEvent[] = []
const resume = { search, inFlight: [], events: search.drain(), kept: 0 }
for await (const { event } of streamSearch({ ...options, resume })) log.push(event)
const { answer, tree } = foldEvents(log)
console.log(`steered: ${tree.label(1)}, by ${tree.source(1)}; ${log.length} events; solved: ${answer?.value === 1}`)

const parse = (state: Parameters<typeof task.parse>[0], text: string) => {
  const step = task.parse(state, text)
  return step.ok ? step.step : null
}
const fork = forkSearch({ ...options, parse }, log, { by: 'ada', search: 'first', at: 1, seed: 7 })
const result = await runSearch({ ...options, resume: fork })
console.log(`forked at event 1: ${result.path.join(' | ')}; solved: ${result.value === 1}`)

import { expect, it } from 'vitest'
import { createTreeStore } from '@espalier/client'
import { createSearch, mcts, type SteerCommand } from '@espalier/core'
import { bestPath } from '../workspace/shown-path.ts'
import { STEERINGS, whyNot } from './applicable.ts'
import { steerText } from './steer-text.ts'
import { isLeftBehind, steeringMarks } from './steering-marks.ts'

/** A search over words with two trials done, and what is shown of it. */
function shown(...commands: readonly SteerCommand<string>[]) {
  const search = createSearch({
    problem: 'words',
    backend: {
      name: 'words',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: (state) => state.length === 2,
      answer: (state) => state,
      label: (step) => step,
    },
    algorithm: mcts({ children: 2, expandAfter: 0 }),
  })
  for (let i = 0; i < 2; i++) {
    const trial = search.ask()!
    const proposals = ['a', 'b'].slice(0, trial.want).map((step) => ({ step, prior: 0.5 }))
    search.tell(trial.id, { value: 0.5, proposals })
  }
  for (const command of commands) search.steer('ada', command)
  const store = createTreeStore({ schedule: (run) => run() })
  store.push(search.drain().map((event) => ({ at: 0, event })))
  return store
}

it('knows what was inserted, focused and committed to at the place that is shown', () => {
  const store = shown({ type: 'insert', node: 0, step: 'c' }, { type: 'focus', node: 1 }, { type: 're-root', node: 1 })
  const { tree } = store.fold
  const inserted = tree.size - 1
  const marks = steeringMarks(store)
  expect(marks).toEqual({ focus: 1, root: 1, inserted: new Set([inserted]) })
  expect(steeringMarks(store)).toBe(marks)
  expect([0, 1, 2, inserted].map((node) => isLeftBehind(tree, node, marks))).toEqual([false, false, true, true])
  store.seek(store.lastSeq - 1)
  expect(steeringMarks(store)).toMatchObject({ focus: 1, root: 0, inserted: new Set([inserted]) })
  store.seek(store.lastSeq - 3)
  expect(steeringMarks(store)).toEqual({ focus: 0, root: 0, inserted: new Set() })
})

it('stands for a line below the step that the search has committed to', () => {
  const { fold } = shown({ type: 're-root', node: 2 })
  expect(bestPath(fold)[1]).toBe(2)
})

it('offers what applies to a node, and says why the rest does not', () => {
  const can = (store: ReturnType<typeof shown>, node: number | null) =>
    STEERINGS.filter((name) => whyNot(name, store.fold.tree, node, steeringMarks(store)) === undefined)
  const fresh = shown()
  expect(can(fresh, 0)).toEqual(['re-evaluate', 'insert'])
  expect(can(fresh, 1)).toEqual(['focus', 'avoid', 're-root', 're-evaluate', 'insert'])
  expect(can(fresh, 2)).toEqual(['focus', 'avoid', 're-root', 'insert'])
  expect(can(fresh, null)).toEqual([])
  const focused = shown({ type: 'focus', node: 1 }, { type: 'avoid', node: 2 })
  expect(can(focused, 1)).toEqual(['focus-all', 'avoid', 're-root', 're-evaluate', 'insert'])
  expect(can(focused, 2)).toEqual(['focus', 'focus-all', 're-root', 'insert'])
  const committed = shown({ type: 're-root', node: 1 })
  expect(can(committed, 2)).toEqual(['avoid', 'insert'])
  expect(whyNot('focus', committed.fold.tree, 2, steeringMarks(committed))).toBe(
    'the search has committed to another line',
  )
})

it('says in words who did what', () => {
  const words = (action: Parameters<typeof steerText>[0]['action']): string =>
    steerText({ seq: 1, type: 'steer', by: 'ada', action })
  expect(words({ type: 'focus', node: 4 })).toBe('ada focused what is below #4')
  expect(words({ type: 'focus', node: 0 })).toBe('ada focused everything again')
  expect(words({ type: 'avoid', node: 4 })).toBe('ada gave up #4 and all below it')
  expect(words({ type: 're-root', node: 4 })).toBe('ada committed to the line up to #4')
  expect(words({ type: 're-evaluate', node: 4 })).toBe('ada had #4 judged again')
  expect(words({ type: 'insert', node: 4, child: 9, label: '1 + 1', prior: 1 })).toBe('◆ ada inserted “1 + 1” below #4')
  expect(words({ type: 'pause' })).toBe('ada paused the search')
  expect(words({ type: 'resume' })).toBe('ada let the search go on')
  expect(words({ type: 'cancel' })).toBe('ada cancelled the search')
  expect(words({ type: 'extend', trials: 5, timeMs: 2000 })).toMatch(/^ada extended the budget by 5 trials, 2/)
  expect(words({ type: 'fork', search: 'srch_1', at: 1234, seed: 0 })).toMatch(
    /^ada forked the search from srch_1 at event 1.234$/,
  )
})

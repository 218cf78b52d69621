import { useMemo } from 'react'
import type { NodeId } from '@espalier/core'
import type { SteerRequestAction } from '@espalier/protocol'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import { isCutOff, isOver } from '../workspace/connection.ts'
import { useSessionState, useShown } from '../workspace/session-context.ts'
import { STEERINGS, whyNot, type SteeringName } from './applicable.ts'
import { steeringMarks } from './steering-marks.ts'

/** What the commands do. */
export interface SteerOrders {
  readonly steer: (action: SteerRequestAction) => void
  /** Asks for the step and inserts it. */
  readonly insert: (node: NodeId) => void
  /** Asks how the fork is to go on, and forks. */
  readonly fork: () => void
}

const KEYS: Readonly<Record<SteeringName, string>> = {
  focus: 'F',
  'focus-all': 'A',
  avoid: 'D',
  're-root': 'R',
  're-evaluate': 'J',
  insert: 'i',
}

const TITLES: Readonly<Record<SteeringName, string>> = {
  focus: 'Focus on this step and what is below it',
  'focus-all': 'Focus on everything again',
  avoid: 'Give this step up, and all below it',
  're-root': 'Commit to the line up to this step',
  're-evaluate': 'Have this step judged again',
  insert: 'Insert a step of your own below this one',
}

/** Commands that steer the search at the selected node, and fork it at the place that is shown. */
export function useSteerCommands(selected: NodeId | null, orders: SteerOrders): void {
  const { store } = useShown()
  const state = useSessionState()
  const isEnded = isOver(state)
  const isLost = isCutOff(state)
  const marks = steeringMarks(store)
  const never = isEnded
    ? 'the search has ended'
    : isLost
      ? 'there is no answer'
      : store.mode === 'replay'
        ? 'an earlier place in the log is shown'
        : undefined
  const reasons = STEERINGS.map((name) => never ?? whyNot(name, store.fold.tree, selected, marks))
  const noFork = isLost ? 'there is no answer' : store.shownSeq < 0 ? 'nothing has happened yet' : undefined
  // The same commands as long as the same can be done: a running search is drawn anew eight times a second.
  const can = JSON.stringify([reasons.map((reason) => reason ?? null), noFork ?? null, marks.root])

  const commands = useMemo<readonly Command[]>(() => {
    const run = (name: SteeringName): void => {
      const node = name === 'focus-all' ? marks.root : selected
      if (node === null) return
      if (name === 'insert') orders.insert(node)
      else orders.steer({ type: name === 'focus-all' ? 'focus' : name, node })
    }
    return [
      ...STEERINGS.map((name, i) => ({
        id: `steer-${name}`,
        title: TITLES[name],
        group: 'Steer' as const,
        keys: [KEYS[name]],
        unavailable: reasons[i],
        run: () => run(name),
      })),
      {
        id: 'fork',
        title: 'Fork the search at the place that is shown',
        group: 'Steer',
        keys: ['B'],
        unavailable: noFork,
        run: orders.fork,
      },
    ]
  }, [can, selected, orders])
  useCommands(commands)
}

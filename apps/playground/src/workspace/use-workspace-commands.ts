import { useEffect, useMemo, useRef } from 'react'
import { NONE, type NodeId } from '@espalier/core'
import { bestChild } from '@espalier/protocol'
import { keyOf, type Command } from '../commands/command.ts'
import { currentCommands, useCommands } from '../commands/registry.ts'
import { MEASURES, VIEWS } from '../url/view-state.ts'
import { isCutOff, isOver } from './connection.ts'
import { hold } from './hold.ts'
import { PANEL_TITLES, togglePanel } from './panel-sizes.ts'
import { useSession, useSessionState } from './session-context.ts'
import type { WorkspaceView } from './view-context.ts'

/** A key held for so long holds the display; a shorter press pauses or resumes. */
const HOLD_MS = 250

interface Orders {
  readonly extend: () => void
  readonly exportFile: () => void
  readonly again: () => void
}

/** Everything that can be done to a search and to the view of it. */
export function useWorkspaceCommands(workspace: WorkspaceView, orders: Orders, hasThoughts: boolean): void {
  const session = useSession()
  const state = useSessionState()
  const now = useRef({ workspace, orders })
  now.current = { workspace, orders }
  const isEnded = isOver(state)
  const isLost = isCutOff(state)
  const isPaused = state.info?.status === 'paused'
  const isCancelling = state.cancelling !== 'none'
  const canUndo = state.cancelling === 'undoable'
  const over = isEnded
    ? 'the search has ended'
    : isLost
      ? 'there is no answer'
      : isCancelling
        ? 'it is being cancelled'
        : undefined

  const commands = useMemo<readonly Command[]>(() => {
    const { store } = session
    const view = (): WorkspaceView => now.current.workspace
    const go = (find: (from: NodeId) => NodeId | undefined): void => {
      const { tree } = store.fold
      if (tree.size === 0) return
      const to = find(view().selected ?? view().top)
      if (to !== undefined && to !== NONE) view().select(to)
    }
    const previous = (node: NodeId): NodeId => {
      const { tree } = store.fold
      let before: NodeId = NONE
      for (
        let x = tree.parent(node) === NONE ? NONE : tree.firstChild(tree.parent(node));
        x !== node && x !== NONE;
        x = tree.nextSibling(x)
      )
        before = x
      return before
    }
    const cycle = <T>(all: readonly T[], current: T): T => all[(all.indexOf(current) + 1) % all.length]!
    return [
      {
        id: 'parent',
        title: 'Go to the step before',
        group: 'Tree',
        keys: ['ArrowLeft'],
        run: () => go((x) => store.fold.tree.parent(x)),
      },
      {
        id: 'child',
        title: 'Go to the best step after',
        group: 'Tree',
        keys: ['ArrowRight'],
        run: () => go((x) => bestChild(store.fold.tree, x)),
      },
      {
        id: 'next-sibling',
        title: 'Next sibling',
        group: 'Tree',
        keys: ['ArrowDown'],
        run: () => go((x) => store.fold.tree.nextSibling(x)),
      },
      { id: 'previous-sibling', title: 'Previous sibling', group: 'Tree', keys: ['ArrowUp'], run: () => go(previous) },
      { id: 'root', title: 'Go to the root', group: 'Tree', keys: ['Home'], run: () => go(() => 0) },
      {
        id: 'best',
        title: 'Go to the end of the best path',
        group: 'Tree',
        keys: ['End'],
        run: () => go(() => view().bestPath.at(-1)),
      },
      {
        id: 'hoist',
        title: 'Show only what is below the selection',
        group: 'Tree',
        keys: ['h'],
        run: () => view().change({ root: view().selected ?? 0 }, { push: true }),
      },
      {
        id: 'unhoist',
        title: 'Show the whole tree again',
        group: 'Tree',
        keys: ['H'],
        run: () => view().change({ root: 0 }, { push: true }),
      },
      {
        id: 'fold',
        title: 'Fold or unfold what is below the selection',
        group: 'Tree',
        keys: ['Space'],
        run: () => {
          const { selected, folded, setFolded } = view()
          if (selected === null || store.fold.tree.childCount(selected) === 0) return
          setFolded(selected, !folded.has(selected))
        },
      },
      {
        id: 'unfold-all',
        title: 'Unfold everything',
        group: 'Tree',
        run: () => view().change({ fold: [] }, { push: true }),
      },
      { id: 'clear', title: 'Select nothing', group: 'Tree', keys: ['Escape'], run: () => view().select(null) },
      {
        id: 'find',
        title: 'Search in the tree',
        group: 'Tree',
        keys: ['/'],
        run: () => document.getElementById('find-in-tree')?.focus(),
      },
      ...VIEWS.map((name, i) => ({
        id: `view-${name}`,
        title: { icicle: 'Icicle view', links: 'Node-link view', outline: 'Outline view' }[name],
        group: 'Look' as const,
        keys: [String(i + 1)],
        run: () => view().change({ view: name, panel: 'tree' }),
      })),
      ...(['left', 'right'] as const).map((side, i) => ({
        id: `panel-${side}`,
        title: `Show or hide the ${PANEL_TITLES[side]}`,
        group: 'Look' as const,
        keys: ['[]'[i]!],
        run: () => togglePanel(side),
      })),
      {
        id: 'map',
        title: 'Show or hide the map of thoughts',
        group: 'Look',
        keys: ['m'],
        unavailable: hasThoughts ? undefined : 'its states are no vectors',
        run: () => view().change({ map: view().view.map === 'hidden' ? 'value' : 'hidden' }),
      },
      {
        id: 'colour',
        title: 'Colour by the next measure',
        group: 'Look',
        keys: ['v'],
        run: () => view().change({ color: cycle(MEASURES, view().view.color) }),
      },
      {
        id: 'width',
        title: 'Width by the next measure',
        group: 'Look',
        keys: ['w'],
        run: () => view().change({ width: cycle(MEASURES, view().view.width) }),
      },
      {
        id: 'scale',
        title: 'Values absolute or relative to the root',
        group: 'Look',
        keys: ['s'],
        run: () => view().change({ scale: view().view.scale === 'absolute' ? 'relative' : 'absolute' }),
      },
      isPaused
        ? {
            id: 'pause',
            title: 'Resume the search',
            group: 'Run',
            keys: ['k'],
            unavailable: over,
            run: session.resume,
          }
        : {
            id: 'pause',
            title: 'Pause the search (hold the key to hold the display)',
            group: 'Run',
            keys: ['k'],
            unavailable: over,
            run: session.pause,
          },
      {
        id: 'extend',
        title: 'Extend the budget',
        group: 'Run',
        keys: ['e'],
        unavailable: over,
        run: () => now.current.orders.extend(),
      },
      { id: 'cancel', title: 'Cancel the search', group: 'Run', unavailable: over, run: session.cancel },
      {
        id: 'undo-cancel',
        title: 'Undo the cancel',
        group: 'Run',
        keys: ['u'],
        unavailable: canUndo ? undefined : 'nothing is being cancelled',
        run: session.undoCancel,
      },
      {
        id: 'freeze',
        title: 'Hold the display, or let it go',
        group: 'Run',
        keys: ['z'],
        run: () => (store.mode === 'frozen' ? store.thaw() : store.freeze()),
      },
      { id: 'again', title: 'Compose a search like this one', group: 'Run', run: () => now.current.orders.again() },
      {
        id: 'export',
        title: 'Export the search to a file',
        group: 'File',
        keys: ['x'],
        unavailable: isEnded ? undefined : 'once it has ended',
        run: () => now.current.orders.exportFile(),
      },
    ]
  }, [session, over, isEnded, isPaused, canUndo, hasThoughts])
  useCommands(commands)
  useHoldKey()
}

/** The key of the pause command, held, holds the display for as long; the short press is the command's. */
function useHoldKey(): void {
  const { store } = useSession()
  useEffect(() => {
    let release: (() => void) | null = null
    let timer = 0
    let pressedAt = 0
    let pressed = ''
    const pause = (): Command | undefined => currentCommands().find(({ id }) => id === 'pause')
    const down = (event: KeyboardEvent): void => {
      if (pause()?.keys?.includes(keyOf(event)) !== true) return
      if (event.target instanceof Element && event.target.matches('input:not([type=range]), textarea, select')) return
      if (document.querySelector('dialog[open]') !== null) return
      // The command runs when the key comes up again, if it was not held.
      event.preventDefault()
      if (event.repeat || timer !== 0) return
      pressedAt = event.timeStamp
      pressed = event.code
      timer = window.setTimeout(() => {
        release = hold(store)
      }, HOLD_MS)
    }
    const up = (event: KeyboardEvent): void => {
      // By its place on the keyboard: the character may change while it is held.
      if (timer === 0 || event.code !== pressed) return
      window.clearTimeout(timer)
      timer = 0
      release?.()
      release = null
      // By the clock of the keyboard: a busy page hears of both ends of a short press late.
      if (event.timeStamp - pressedAt >= HOLD_MS) return
      const command = pause()
      if (command?.unavailable === undefined) command?.run()
    }
    addEventListener('keydown', down, { capture: true })
    addEventListener('keyup', up)
    return () => {
      removeEventListener('keydown', down, { capture: true })
      removeEventListener('keyup', up)
      window.clearTimeout(timer)
      release?.()
    }
  }, [store])
}

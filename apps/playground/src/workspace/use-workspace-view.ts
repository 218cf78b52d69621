import { useCallback, useMemo, useRef } from 'react'
import type { NodeId } from '@espalier/core'
import { useViewState } from '../url/navigation.ts'
import { useShown } from './session-context.ts'
import { bestPath as bestPathOf } from './shown-path.ts'
import { useFind } from './use-find.ts'
import type { WorkspaceView } from './view-context.ts'

/** A selection that was looked at for so long gets an entry in the history of its own. */
const DWELL_MS = 600

export function useMakeView(): WorkspaceView & { readonly notices: readonly string[] } {
  const { view, change, notices } = useViewState()
  const { store, version } = useShown()
  const { fold } = store
  const { size } = fold.tree
  const selectedAt = useRef(0)

  const select = useCallback(
    (node: NodeId | null) => {
      const now = performance.now()
      change({ sel: node }, { push: now - selectedAt.current > DWELL_MS })
      selectedAt.current = now
    },
    [change],
  )
  const find = useFind(store, version, view.find)
  const bestPath = useMemo(() => bestPathOf(fold), [fold, version])
  const failed = useMemo(
    () =>
      new Set(
        store.marks.filter(({ kind, seq }) => kind === 'failure' && seq <= store.shownSeq).map(({ node }) => node),
      ),
    [store, version],
  )
  const selected = view.sel !== null && view.sel < size ? view.sel : null
  const marks = useMemo(
    () => ({
      selected,
      best: new Set(bestPath),
      failed,
      found: find.text.trim() === '' || find.fault !== null ? null : new Set(find.found),
    }),
    [selected, bestPath, failed, find],
  )
  return {
    view,
    change,
    notices,
    selected,
    select,
    top: view.root < size ? view.root : 0,
    bestPath,
    marks,
    find,
  }
}

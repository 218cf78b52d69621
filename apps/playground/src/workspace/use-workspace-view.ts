import { useCallback, useMemo, useRef } from 'react'
import type { NodeId } from '@espalier/core'
import { useViewState } from '../url/navigation.ts'
import { withFold, withoutHiding } from './folding.ts'
import { useShown } from './session-context.ts'
import { bestPath as bestPathOf, pathTo } from './shown-path.ts'
import { createHover } from './hover.ts'
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

  // Read when something happens: the functions stay the same as long as the page does.
  const latest = useRef({ tree: fold.tree, view })
  latest.current = { tree: fold.tree, view }
  const select = useCallback(
    (node: NodeId | null) => {
      const now = performance.now()
      const { tree, view: before } = latest.current
      const unhidden = node === null || node >= tree.size ? before.fold : withoutHiding(tree, before.fold, node)
      change({ sel: node, fold: unhidden }, { push: now - selectedAt.current > DWELL_MS })
      selectedAt.current = now
    },
    [change],
  )
  const setFolded = useCallback(
    (node: NodeId, isFolded: boolean) => {
      const { tree, view: before } = latest.current
      const hidesSelection =
        isFolded && before.sel !== null && before.sel < tree.size && pathTo(tree, before.sel).includes(node)
      change({ fold: withFold(before.fold, node, isFolded), ...(hidesSelection ? { sel: node } : {}) })
    },
    [change],
  )
  const folded = useMemo(() => new Set(view.fold), [view.fold])
  const hover = useMemo(createHover, [])
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
    folded,
    setFolded,
    top: view.root < size ? view.root : 0,
    bestPath,
    marks,
    hover,
    find,
  }
}

import { createContext, useContext } from 'react'
import type { NodeId } from '@espalier/core'
import type { NodeMarks } from '../canvas/draw-icicle.ts'
import type { ViewState } from '../url/view-state.ts'
import type { Hover } from './hover.ts'

/** How the search is looked at, the same in every part of the workspace. */
export interface WorkspaceView {
  readonly view: ViewState
  readonly change: (part: Partial<ViewState>, options?: { readonly push?: boolean }) => void
  /** The selected node, as far as it is there at the place in the log that is shown. */
  readonly selected: NodeId | null
  readonly select: (node: NodeId | null) => void
  /** Nodes that what is below is folded away of, in node-link view and outline alike. */
  readonly folded: ReadonlySet<NodeId>
  /** Folds what is below a node away, or unfolds it. A selection that would be hidden moves to the node. */
  readonly setFolded: (node: NodeId, isFolded: boolean) => void
  /** The node that the canvases begin at; the root while the one that was asked for is not there. */
  readonly top: NodeId
  readonly bestPath: readonly NodeId[]
  readonly marks: Omit<NodeMarks, 'hovered'>
  readonly hover: Hover
  readonly find: FindState
}

/** What a search in the tree came to. */
export interface FindState {
  readonly text: string
  /** Why the text is no query; null when it is one. */
  readonly fault: string | null
  /** Nodes that meet it, oldest first. */
  readonly found: readonly NodeId[]
  /** There are more than are listed. */
  readonly isCut: boolean
}

export const ViewContext = createContext<WorkspaceView | null>(null)

export function useWorkspaceView(): WorkspaceView {
  const view = useContext(ViewContext)
  if (view === null) throw new Error('ViewContext: no provider above')
  return view
}

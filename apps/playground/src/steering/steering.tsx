import { useEffect, useMemo, useState } from 'react'
import type { NodeId } from '@espalier/core'
import { errorText } from '../app/error-text.ts'
import { useHomes } from '../homes/homes-context.ts'
import { IconButton } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import { useSessionState, useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { ForkDialog } from './fork-dialog.tsx'
import { InsertDialog } from './insert-dialog.tsx'
import { useSteerCommands, type SteerOrders } from './use-steer-commands.ts'

type Open = { readonly type: 'insert'; readonly node: NodeId } | { readonly type: 'fork' } | null

/** Steering and forking of the search on the screen: its commands, the dialogs that they open, and what was refused. */
export function Steering({ home, id }: { readonly home: Home; readonly id: string }) {
  const transport = useHomes().transport(home)
  const { store, version } = useShown()
  const { info } = useSessionState()
  const { selected, top, select } = useWorkspaceView()
  const [open, setOpen] = useState<Open>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const orders = useMemo<SteerOrders>(
    () => ({
      steer: (action) => {
        setRefused(null)
        transport.steer(id, { actions: [action] }).catch((error: unknown) => setRefused(errorText(error)))
      },
      insert: (node) => setOpen({ type: 'insert', node }),
      fork: () => setOpen({ type: 'fork' }),
    }),
    [transport, id],
  )
  /** Sequence number of an insertion whose step is selected as soon as it is there. */
  const [awaited, setAwaited] = useState<number | null>(null)
  useEffect(() => {
    if (awaited === null || store.shownSeq < awaited) return
    const event = store.envelopes[awaited]?.event
    if (event?.type === 'steer' && event.action.type === 'insert') select(event.action.child)
    setAwaited(null)
  }, [awaited, store, version, select])
  useSteerCommands(selected ?? top, orders)

  const { fold } = store
  const close = (): void => setOpen(null)
  return (
    <>
      {refused === null ? null : (
        <Notice
          tone="error"
          title="That was not done"
          actions={<IconButton icon="close" label="Close" onClick={() => setRefused(null)} />}
        >
          {refused}
        </Notice>
      )}
      {open?.type === 'insert' ? (
        <InsertDialog
          tree={fold.tree}
          node={open.node}
          onClose={close}
          onInsert={async (label) => {
            const action = { type: 'insert', node: open.node, label } as const
            setAwaited((await transport.steer(id, { actions: [action] })).events - 1)
          }}
        />
      ) : null}
      {open?.type === 'fork' && info !== null ? (
        <ForkDialog
          at={store.mode === 'replay' ? store.shownSeq + 1 : null}
          trials={fold.asked}
          budget={info.budget}
          onClose={close}
          onFork={async (request) => {
            const fork = await transport.fork(id, request)
            navigate(pathOf({ screen: 'search', home, id: fork.id }))
          }}
        />
      ) : null}
    </>
  )
}

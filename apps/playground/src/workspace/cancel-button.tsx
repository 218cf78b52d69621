import type { CSSProperties } from 'react'
import { useKeyLabel } from '../commands/registry.ts'
import { Icon } from '../parts/icon.tsx'
import { useSession, useSessionState } from './session-context.ts'
import { UNDO_MS } from './undoable-cancel.ts'

interface CancelButtonProps {
  /** There is no answer from where the search runs. */
  readonly isLost: boolean
  /** Another order is under way. */
  readonly isBusy: boolean
}

/** Cancels, then undoes it: one button, so that the focus stays where it is. A second click of the same double-click undoes nothing. */
export function CancelButton({ isLost, isBusy }: CancelButtonProps) {
  const session = useSession()
  const { cancelling } = useSessionState()
  const key = useKeyLabel('undo-cancel')
  if (cancelling === 'none') {
    const label = `Cancel the search${isLost ? ': not while there is no answer' : ''}`
    return (
      <button
        key="cancel"
        type="button"
        className="button quiet only-icon danger"
        aria-label={label}
        title={label}
        disabled={isBusy || isLost}
        onClick={session.cancel}
      >
        <Icon name="stop" />
      </button>
    )
  }
  return (
    <button
      key="cancel"
      type="button"
      className="button undo"
      title={key === undefined ? 'Undo the cancel' : `Undo the cancel (${key})`}
      aria-disabled={cancelling === 'sent'}
      style={{ '--undo': `${UNDO_MS}ms` } as CSSProperties}
      onClick={(event) => {
        if (event.detail < 2) session.undoCancel()
      }}
    >
      <Icon name="undo" />
      {cancelling === 'sent' ? 'Ending …' : 'Undo'}
    </button>
  )
}

import { useState } from 'react'
import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { serverRefinements } from './server-refinements.ts'

/** Ends a run once somebody has said so twice: it cannot be gone on with here. */
export function CancelRun({ id, onEnded }: { readonly id: string; readonly onEnded: () => void }) {
  const [state, setState] = useState<'idle' | 'sure' | 'ending'>('idle')
  const [failure, setFailure] = useState<string | null>(null)
  const end = (): void => {
    setState('ending')
    setFailure(null)
    serverRefinements.cancel(id).then(onEnded, (error: unknown) => {
      setState('idle')
      setFailure(errorText(error))
    })
  }
  return (
    <span className="cancel-run">
      {failure === null ? null : (
        <span className="error-line" role="alert">
          {failure}
        </span>
      )}
      {state === 'idle' ? (
        <Button icon="stop" onClick={() => setState('sure')}>
          Cancel
        </Button>
      ) : (
        <>
          <Button kind="danger" disabled={state === 'ending'} onClick={end} autoFocus>
            {state === 'ending' ? 'Ending' : 'End it with what it has'}
          </Button>
          {state === 'sure' ? <Button onClick={() => setState('idle')}>Go on</Button> : null}
        </>
      )}
    </span>
  )
}

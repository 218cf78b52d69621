import { useState } from 'react'
import type { Budget, ForkRequest } from '@espalier/protocol'
import { errorText } from '../app/error-text.ts'
import { Field } from '../compose/field.tsx'
import { Button } from '../parts/button.tsx'
import { formatCount } from '../parts/format.ts'
import { Modal } from '../parts/modal.tsx'

interface ForkDialogProps {
  /** Events that the fork begins with; null: all of a search that goes on or has ended. */
  readonly at: number | null
  /** Trials handed out there. */
  readonly trials: number
  readonly budget: Budget
  /** Rejects with what stands in the way. */
  readonly onFork: (request: ForkRequest) => Promise<void>
  readonly onClose: () => void
}

/** Trials that a search is given where it has spent all. */
const MORE = 200

/** How a fork goes on. */
export function ForkDialog({ at, trials, budget, onFork, onClose }: ForkDialogProps) {
  const limit = budget.trials
  const [text, setText] = useState(String(limit === undefined || trials < limit ? (limit ?? '') : trials + MORE))
  const [seed, setSeed] = useState('')
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [isAsking, setAsking] = useState(false)
  const wish = Number(text)
  const isWhole = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least
  const isGood = (text === '' || isWhole(wish, 1)) && (seed === '' || isWhole(Number(seed), 0))
  const request: ForkRequest = {
    ...(at === null ? {} : { at }),
    ...(seed === '' ? {} : { seed: Number(seed) }),
    ...(text === '' || wish === limit ? {} : { budget: { ...budget, trials: wish } }),
  }
  return (
    <Modal title="Fork the search" onClose={onClose}>
      <form
        className="extend steer-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isGood || isAsking) return
          setAsking(true)
          onFork(request).then(onClose, (error: unknown) => {
            setAsking(false)
            setFault(errorText(error))
          })
        }}
      >
        <p className="dim">
          {at === null
            ? 'Another search begins with all that this one has done. This one stays as it is.'
            : `Another search begins with the first ${formatCount(at)} events of this one, which stays as it is.`}
        </p>
        <Field
          numeric
          label="Trials in all"
          about={`${formatCount(trials)} were handed out by then.`}
          fault={fault ?? (text === '' || isWhole(wish, 1) ? undefined : 'Write a whole number above 0, or nothing.')}
          value={text}
          onChange={(value) => {
            setText(value)
            setFault(undefined)
          }}
        />
        <Field
          numeric
          label="Seed from there on"
          about="Nothing: this search's own, so that it differs only by what you do to it."
          fault={seed === '' || isWhole(Number(seed), 0) ? undefined : 'Write a whole number, or nothing.'}
          value={seed}
          onChange={setSeed}
        />
        <div className="extend-foot">
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="main" type="submit" disabled={!isGood || isAsking}>
            Fork
          </Button>
        </div>
      </form>
    </Modal>
  )
}

import { useState } from 'react'
import type { ExtendRequest } from '@espalier/protocol'
import { Field } from '../compose/field.tsx'
import { Button } from '../parts/button.tsx'
import { Modal } from '../parts/modal.tsx'

const FIELDS = [
  { name: 'trials', label: 'Trials', unit: 1 },
  { name: 'nodes', label: 'Nodes', unit: 1 },
  { name: 'tokens', label: 'Tokens', unit: 1 },
  { name: 'timeMs', label: 'Seconds', unit: 1000 },
] as const

interface ExtendDialogProps {
  /** Limits that there are: the others are not extended. */
  readonly limits: Readonly<Partial<Record<keyof ExtendRequest, number>>>
  readonly onExtend: (more: ExtendRequest) => void
  readonly onClose: () => void
}

/** More of what a search may spend. */
export function ExtendDialog({ limits, onExtend, onClose }: ExtendDialogProps) {
  const fields = FIELDS.filter(({ name }) => limits[name] !== undefined)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({ trials: '200' })
  const parsed = fields.map(({ name, unit }) => ({ name, amount: Number(texts[name] ?? '') * unit }))
  const more = Object.fromEntries(
    parsed.filter(({ amount }) => amount > 0).map(({ name, amount }) => [name, Math.round(amount)]),
  ) as ExtendRequest
  const isGood = parsed.every(({ amount }) => Number.isFinite(amount) && amount >= 0) && Object.keys(more).length > 0
  return (
    <Modal title="Extend the budget" onClose={onClose}>
      <form
        className="extend"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isGood) return
          onExtend(more)
          onClose()
        }}
      >
        {fields.length === 0 ? <p className="dim">This search has no limits that could be extended.</p> : null}
        {fields.map(({ name, label, unit }) => {
          const amount = Number(texts[name] ?? '')
          return (
            <Field
              key={name}
              numeric
              label={`${label} more`}
              about={`Now ${(limits[name] ?? 0) / unit}.`}
              fault={Number.isFinite(amount) && amount >= 0 ? undefined : 'Write a number above 0, or nothing.'}
              placeholder="0"
              value={texts[name] ?? ''}
              onChange={(text) => setTexts({ ...texts, [name]: text })}
            />
          )
        })}
        <div className="extend-foot">
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="main" type="submit" disabled={!isGood}>
            Extend
          </Button>
        </div>
      </form>
    </Modal>
  )
}

import { useState } from 'react'
import { isClientError } from '@espalier/client'
import type { NodeId, TreeView } from '@espalier/core'
import { errorText } from '../app/error-text.ts'
import { Field } from '../compose/field.tsx'
import { Button } from '../parts/button.tsx'
import { Modal } from '../parts/modal.tsx'

/** What is wrong with the step, without where in the request that is. */
const faultOf = (error: unknown): string =>
  (isClientError(error) ? error.problem?.errors?.[0]?.message : undefined) ?? errorText(error)

interface InsertDialogProps {
  readonly tree: TreeView
  readonly node: NodeId
  /** Rejects with what is wrong with the step. */
  readonly onInsert: (label: string) => Promise<void>
  readonly onClose: () => void
}

/** A step in words, as the steps beside it are written. What is refused is said at the field. */
export function InsertDialog({ tree, node, onInsert, onClose }: InsertDialogProps) {
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [isAsking, setAsking] = useState(false)
  const child = tree.firstChild(node)
  const example = child < 0 ? undefined : tree.label(child)
  return (
    <Modal title="Insert a step" onClose={onClose}>
      <form
        className="extend steer-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === '' || isAsking) return
          setAsking(true)
          onInsert(text.trim()).then(onClose, (error: unknown) => {
            setAsking(false)
            setFault(faultOf(error))
          })
        }}
      >
        <p className="dim">
          Below “{tree.label(node)}”{example === undefined ? '' : '. Steps there are written like this one:'}
        </p>
        {example === undefined ? null : <p className="number">{example}</p>}
        <Field
          label="Step"
          value={text}
          fault={fault}
          placeholder={example ?? ''}
          onChange={(value) => {
            setText(value)
            setFault(undefined)
          }}
        />
        <div className="extend-foot">
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="main" type="submit" disabled={text.trim() === '' || isAsking}>
            Insert
          </Button>
        </div>
      </form>
    </Modal>
  )
}

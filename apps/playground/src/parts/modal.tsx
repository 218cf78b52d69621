import { useEffect, useRef, type ReactNode } from 'react'
import { IconButton } from './button.tsx'

interface ModalProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Without a visible title; the name stays for screen readers. */
  readonly bare?: boolean
}

/** A dialog over the page, on the browser's own: focus stays inside, Escape and a click beside it close it. */
export function Modal({ title, onClose, children, bare = false }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element !== null && !element.open) element.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={bare ? 'modal bare' : 'modal'}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close()
      }}
    >
      <div className="modal-body">
        {bare ? null : (
          <header className="modal-head">
            <h2>{title}</h2>
            <IconButton icon="close" label="Close" onClick={() => dialog.current?.close()} />
          </header>
        )}
        {children}
      </div>
    </dialog>
  )
}

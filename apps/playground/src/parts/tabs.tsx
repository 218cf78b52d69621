import type { KeyboardEvent } from 'react'

interface TabsProps<Id extends string> {
  readonly label: string
  /** Of the tabs' ids in the page, for the panel to be labelled by. */
  readonly prefix: string
  /** Id of the panel. */
  readonly panel: string
  readonly tabs: readonly { readonly id: Id; readonly name: string }[]
  readonly selected: Id
  readonly onSelect: (id: Id) => void
}

/** One tab stop; the arrow keys go from tab to tab and around. */
export function Tabs<Id extends string>({ label, prefix, panel, tabs, selected, onSelect }: TabsProps<Id>) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(tabs.findIndex(({ id }) => id === selected) + step + tabs.length) % tabs.length]!.id
    onSelect(next)
    document.getElementById(`${prefix}-${next}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={label} className="tabs" onKeyDown={onKeyDown}>
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${prefix}-${id}`}
          aria-selected={id === selected}
          aria-controls={panel}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { Icon } from '../parts/icon.tsx'
import { Modal } from '../parts/modal.tsx'
import { fit, type Command } from './command.ts'
import { Keys } from './keys.tsx'
import { useAllCommands } from './registry.ts'

/** Everything that can be done, found by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const found = useMemo(() => matching(commands, query), [commands, query])
  const chosen = Math.min(at, found.length - 1)

  const run = (command: Command | undefined): void => {
    if (command === undefined || command.unavailable !== undefined) return
    onClose()
    // After the dialog is gone, so that a command may open one, and the focus is back where it was.
    queueMicrotask(() => command.run())
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((chosen + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(found[chosen])
    }
  }

  return (
    <Modal title="Commands" onClose={onClose} bare>
      <div className="palette-field">
        <Icon name="search" />
        <input
          autoFocus
          type="text"
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
          placeholder="What do you want to do?"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul className="palette-list" role="listbox" id={`${id}-list`} aria-label="Commands">
        {found.map((command, index) => (
          <li
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            aria-disabled={command.unavailable !== undefined}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span className="palette-group">{command.group}</span>
            <span className="cut">{command.title}</span>
            {command.unavailable === undefined ? null : <span className="dim cut">{command.unavailable}</span>}
            {command.keys?.[0] === undefined ? null : <Keys name={command.keys[0]} />}
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="palette-none dim">Nothing is called that.</p> : null}
    </Modal>
  )
}

function matching(commands: readonly Command[], query: string): readonly Command[] {
  return commands
    .flatMap((command) => {
      const score = fit(query, `${command.title} ${command.group}`)
      return score === null ? [] : [{ command, score }]
    })
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command)
}

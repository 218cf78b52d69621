import { useState, type KeyboardEvent } from 'react'
import { Button, IconButton } from '../parts/button.tsx'
import { Modal } from '../parts/modal.tsx'
import { bind, isBindable, unbind } from './bindings.ts'
import { keyOf, type Command } from './command.ts'
import { Keys } from './keys.tsx'
import { setBindings, useAllCommands, useBindings } from './registry.ts'

/** Every key that does something on this screen, and the way to change it. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands()
  const bindings = useBindings()
  const [changing, setChanging] = useState<string | null>(null)
  const groups = [...new Set(commands.map(({ group }) => group))]
  return (
    <Modal title="Keys" onClose={onClose}>
      <div className="sheet" tabIndex={0} role="group" aria-label="Keys by group">
        <div className="sheet-columns">
          {groups.map((group) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {commands
                  .filter((command) => command.group === group)
                  .map((command) => (
                    <KeyRow
                      key={command.id}
                      command={command}
                      isChosen={command.id in bindings}
                      isChanging={changing === command.id}
                      onChange={setChanging}
                    />
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
      <footer className="sheet-foot">
        <span className="dim">Kept in this browser.</span>
        <Button disabled={Object.keys(bindings).length === 0} onClick={() => setBindings({})}>
          All as they were
        </Button>
      </footer>
    </Modal>
  )
}

interface KeyRowProps {
  readonly command: Command
  readonly isChosen: boolean
  readonly isChanging: boolean
  readonly onChange: (id: string | null) => void
}

function KeyRow({ command: { id, title, keys = [] }, isChosen, isChanging, onChange }: KeyRowProps) {
  const bindings = useBindings()
  const listen = (event: KeyboardEvent): void => {
    if (!isChanging || event.key === 'Tab') return
    // Of the dialog, too: Escape leaves the key as it is, not the sheet.
    event.preventDefault()
    event.stopPropagation()
    const key = keyOf(event)
    if (key !== 'Escape' && !isBindable(key)) return
    if (key !== 'Escape') setBindings(bind(bindings, id, key))
    onChange(null)
  }
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {isChosen ? (
          <IconButton
            icon="again"
            label={`Give “${title}” its own key back`}
            onClick={() => setBindings(unbind(bindings, id))}
          />
        ) : null}
        <button
          type="button"
          className="key-button"
          title="Change the key"
          aria-pressed={isChanging}
          onClick={() => onChange(isChanging ? null : id)}
          onKeyDown={listen}
          onBlur={() => isChanging && onChange(null)}
        >
          <span className="unseen">{title}: </span>
          {isChanging ? (
            'press a key'
          ) : keys.length === 0 ? (
            <span className="dim">none</span>
          ) : (
            keys.map((key) => <Keys key={key} name={key} />)
          )}
          <span className="unseen">{isChanging ? '(or Escape)' : '(change it)'}</span>
        </button>
      </dd>
    </div>
  )
}

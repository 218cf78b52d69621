import { Modal } from '../parts/modal.tsx'
import { Keys } from './keys.tsx'
import { useAllCommands } from './registry.ts'

/** Every key that does something on this screen. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const withKeys = useAllCommands().filter((command) => command.keys !== undefined)
  const groups = [...new Set(withKeys.map(({ group }) => group))]
  return (
    <Modal title="Keys" onClose={onClose}>
      <div className="sheet" tabIndex={0} role="group" aria-label="Keys by group">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys?.map((key) => (
                        <Keys key={key} name={key} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

import { IconButton } from '../parts/button.tsx'
import { currentCommands } from '../commands/registry.ts'

const run = (id: string): void =>
  currentCommands()
    .find((command) => command.id === id)
    ?.run()

/** The zoom commands for the pointer. */
export function ZoomButtons() {
  return (
    <div className="zoom" role="group" aria-label="Zoom">
      <IconButton icon="minus" label="Zoom out" command="zoom-out" onClick={() => run('zoom-out')} />
      <IconButton icon="plus" label="Zoom in" command="zoom-in" onClick={() => run('zoom-in')} />
      <IconButton icon="fit" label="Show the whole tree" command="fit-all" onClick={() => run('fit-all')} />
    </div>
  )
}

import { useAllCommands } from '../commands/registry.ts'
import { Button } from '../parts/button.tsx'
import './steering.css'

const SHORT = [
  ['steer-focus', 'Focus'],
  ['steer-focus-all', 'Focus all'],
  ['steer-insert', '◆ Insert'],
  ['steer-re-evaluate', 'Judge again'],
  ['steer-re-root', 'Commit'],
  ['steer-avoid', 'Give up'],
  ['fork', 'Fork'],
] as const

/** What can be done at the node, where the node is looked into: the commands that apply, by a short name. */
export function SteerBar() {
  const commands = useAllCommands()
  const shown = SHORT.flatMap(([id, name]) => {
    const command = commands.find((each) => each.id === id)
    return command === undefined || command.unavailable !== undefined ? [] : [{ ...command, name }]
  })
  if (shown.length === 0) return null
  return (
    <div className="steer-bar" role="group" aria-label="Steer the search">
      {shown.map(({ id, name, title, run }) => (
        <Button key={id} title={title} onClick={run}>
          {name}
        </Button>
      ))}
    </div>
  )
}

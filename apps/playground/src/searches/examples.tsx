import type { Json } from '@espalier/core'
import type { ModelInfo, TaskInfo } from '@espalier/protocol'
import { taskTitle } from '../compose/titles.ts'
import { Icon } from '../parts/icon.tsx'
import type { Home } from '../url/place.ts'
import { problemLine } from './problem-line.ts'

interface ExamplesProps {
  readonly home: Home
  readonly tasks: readonly TaskInfo[]
  readonly models: readonly ModelInfo[]
  readonly onStart: (task: string, problem: Json) => void
}

/** Examples of all tasks together, about. */
const SHOWN = 6
/** Characters that a line of large type has room for. */
const LONG = 24

/** A list with nothing in it yet: what searches are, and some that run at a click. */
export function Examples({ home, tasks, models, onStart }: ExamplesProps) {
  // Tasks in words take a language model, which only a server can have.
  const able = tasks.filter(({ name }) => models.some((model) => model.tasks.includes(name)))
  const share = Math.ceil(SHOWN / Math.max(1, able.length))
  const examples = able.flatMap((task) =>
    task.examples.slice(0, share).map((problem) => ({ task, problem, line: problemLine(problem) })),
  )
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">No searches yet</h2>
      <p className="dim">
        A search grows a tree of reasoning steps: a model proposes steps and judges where they lead, an algorithm
        decides where to look next.{' '}
        {home === 'server' ? 'It runs on the server' : 'It runs in this page, with no server'}; you watch it, look into
        every step, and replay it. Start with one of these.
      </p>
      <ul>
        {examples.map(({ task, problem, line }) => (
          <li key={line}>
            <button type="button" className="example" onClick={() => onStart(task.name, problem)}>
              <span className="example-task">{taskTitle(task.name)}</span>
              <span className={`example-problem number ${line.length > LONG ? 'long' : ''}`}>{line}</span>
              <span className="example-run">
                <Icon name="play" size={14} /> Run
                <span className="dim cut">
                  with {models.find((model) => model.tasks.includes(task.name))?.name ?? 'no model'}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

import { Fragment } from 'react'
import { IconButton } from '../parts/button.tsx'
import { useShown } from './session-context.ts'
import { pathTo } from './shown-path.ts'
import { useWorkspaceView } from './view-context.ts'

/** The way from the root to the selection; each step selects its node. */
export function Breadcrumb() {
  const { tree } = useShown().store.fold
  const { selected, select, top, change } = useWorkspaceView()
  if (tree.size === 0) return <span className="breadcrumb" />
  const path = pathTo(tree, selected ?? top)
  const shown = path.length > 5 ? [path[0]!, ...path.slice(-3)] : path
  return (
    <nav className="breadcrumb" aria-label="Path to the selection">
      {top === 0 ? null : (
        <IconButton
          icon="fit"
          label="Show the whole tree again"
          command="unhoist"
          onClick={() => change({ root: 0 }, { push: true })}
        />
      )}
      <ol>
        {shown.map((node, i) => (
          <Fragment key={node}>
            {i === 1 && shown.length < path.length ? (
              <li className="dim" aria-label={`${path.length - shown.length} steps left out`}>
                …
              </li>
            ) : null}
            <li>
              <button
                type="button"
                className="cut"
                aria-current={node === selected ? 'true' : undefined}
                title={tree.label(node)}
                onClick={() => select(node)}
              >
                {tree.label(node)}
              </button>
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  )
}

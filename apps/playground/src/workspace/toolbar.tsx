import { useKeyLabel } from '../commands/registry.ts'
import { Button, IconButton, Segmented } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { formatCount, formatDuration, formatShort } from '../parts/format.ts'
import { StatusLabel } from '../parts/status-label.tsx'
import { ForkedFrom } from '../steering/forked-from.tsx'
import type { Home } from '../url/place.ts'
import { VIEWS, type ViewName } from '../url/view-state.ts'
import { CancelButton } from './cancel-button.tsx'
import { isCutOff, isOver } from './connection.ts'
import { ProofLabel } from './proof-label.tsx'
import { useSession, useSessionState, useShown } from './session-context.ts'
import { useWorkspaceView } from './view-context.ts'

const VIEW_LABELS: Readonly<Record<ViewName, string>> = { icicle: 'Icicle', links: 'Links', outline: 'Outline' }

interface ToolbarProps {
  readonly home: Home
  readonly onExtend: () => void
  readonly onExport: () => void
  readonly onAgain: () => void
}

/** Where the search stands, and what can be done to it. */
export function Toolbar({ home, onExtend, onExport, onAgain }: ToolbarProps) {
  const session = useSession()
  const state = useSessionState()
  const { info, asking, cancelling } = state
  const { store } = useShown()
  const { view, change } = useWorkspaceView()
  const { fold } = store
  const exportKey = useKeyLabel('export')
  const pauseKey = useKeyLabel('pause')
  const viewKeys = [useKeyLabel('view-icicle'), useKeyLabel('view-links'), useKeyLabel('view-outline')]
  if (info === null) return null
  const { trials } = info.budget
  const isEnded = isOver(state)
  const isLost = isCutOff(state)
  const isCancelling = cancelling !== 'none'
  const isBusy = asking !== null || isCancelling || isLost
  const why = isLost ? ': not while there is no answer' : ''
  return (
    <div className={`toolbar ${isEnded ? 'finished' : ''}`}>
      <div className="toolbar-title">
        <h1 className="cut number">{info.label}</h1>
        <StatusLabel search={info} isCancelling={isCancelling} withReason />
        <ForkedFrom home={home} from={info.forkedFrom} />
      </div>
      <dl className="meters">
        <div>
          <dt>Trials</dt>
          <dd className="number">
            {formatCount(fold.asked)}
            {trials === undefined ? null : <span className="dim"> / {formatShort(trials)}</span>}
          </dd>
          {trials === undefined ? null : (
            <span className="meter" aria-hidden="true">
              <span style={{ width: `${Math.min(100, (fold.asked / trials) * 100)}%` }} />
            </span>
          )}
        </div>
        <div>
          <dt>Nodes</dt>
          <dd className="number">{formatShort(fold.tree.size)}</dd>
        </div>
        <div>
          <dt>Tokens</dt>
          <dd className="number">{formatShort(fold.usage.completionTokens)}</dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd className="number">{formatDuration(info.elapsedMs)}</dd>
        </div>
      </dl>
      <div className="toolbar-actions">
        <ProofLabel />
        {isEnded ? (
          <>
            <Button icon="again" onClick={onAgain} title="Compose a search like this one">
              Again
            </Button>
            <Button icon="download" onClick={onExport} title={tip('Export to a file', exportKey)}>
              Export
            </Button>
          </>
        ) : (
          <>
            <Button
              icon={info.status === 'paused' ? 'play' : 'pause'}
              disabled={isBusy}
              onClick={info.status === 'paused' ? session.resume : session.pause}
              title={isLost ? 'Not while there is no answer' : pauseKey}
            >
              {info.status === 'paused' ? 'Resume' : 'Pause'}
            </Button>
            <IconButton
              icon="plus"
              label={`Extend the budget${why}`}
              command="extend"
              disabled={isBusy}
              onClick={onExtend}
            />
            <CancelButton isLost={isLost} isBusy={asking !== null} />
            <IconButton
              icon="snow"
              label={store.mode === 'frozen' ? 'Let the display go' : 'Hold the display'}
              command="freeze"
              aria-pressed={store.mode === 'frozen'}
              onClick={() => (store.mode === 'frozen' ? store.thaw() : store.freeze())}
            />
          </>
        )}
        {store.held > 0 ? (
          <span className="held number" title="Events that came since the display was held">
            <Icon name="snow" size={13} />+{formatCount(store.held)}
          </span>
        ) : null}
      </div>
      <Segmented<ViewName>
        label="View"
        value={view.view}
        onChange={(name) => change({ view: name, panel: 'tree' })}
        options={VIEWS.map((name, i) => ({
          value: name,
          hint: tip(VIEW_LABELS[name], viewKeys[i]),
          label: (
            <>
              <Icon name={name} size={14} />
              <span className="view-name">{VIEW_LABELS[name]}</span>
            </>
          ),
        }))}
      />
    </div>
  )
}

const tip = (text: string, key: string | undefined): string => (key === undefined ? text : `${text} (${key})`)

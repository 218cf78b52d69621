import { canvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'
import { MEASURES, type Measure } from '../url/view-state.ts'
import { useShown } from './session-context.ts'
import { useWorkspaceView } from './view-context.ts'
import { formatValue } from '../parts/format.ts'

const NAMES: Readonly<Record<Measure, string>> = {
  value: 'value',
  visits: 'visits',
  prior: 'prior',
  depth: 'depth',
  cost: 'tokens',
}
/** What widths by these measures look like. */
const WIDTHS: Readonly<Record<Measure, string>> = { ...NAMES, depth: 'equal' }

/** What colours and widths mean, and how to have others. */
export function Legend() {
  const { view, change } = useWorkspaceView()
  const colours = canvasColours(useTheme())
  const { tree } = useShown().store.fold
  const ramp = view.color === 'value' ? colours.value : colours.amount
  const stops = ramp.map((rgb, i) => `rgb(${rgb.join(' ')}) ${(i / (ramp.length - 1)) * 100}%`).join(', ')
  const isRelative = view.color === 'value' && view.scale === 'relative'
  const mean = tree.size > 0 && tree.visits(0) > 0 ? tree.q(0) : null
  return (
    <div className="legend">
      <label>
        Colour
        <select value={view.color} onChange={(event) => change({ color: event.target.value as Measure })}>
          {MEASURES.map((name) => (
            <option key={name} value={name}>
              {NAMES[name]}
            </option>
          ))}
        </select>
      </label>
      <span className="ramp" aria-hidden="true">
        {view.color === 'value' ? '0' : 'low'}
        <i style={{ background: `linear-gradient(90deg, ${stops})` }} />
        {view.color === 'value' ? '1' : 'high'}
      </span>
      {view.color === 'value' ? (
        <button
          type="button"
          className="text-button"
          aria-pressed={isRelative}
          title="Relative: grey is as good as the whole search looks now (s)"
          onClick={() => change({ scale: isRelative ? 'absolute' : 'relative' })}
        >
          {isRelative ? `grey = ${formatValue(mean)}, the root now` : 'absolute'}
        </button>
      ) : null}
      {view.view === 'icicle' ? (
        <label>
          Width
          <select value={view.width} onChange={(event) => change({ width: event.target.value as Measure })}>
            {MEASURES.map((name) => (
              <option key={name} value={name}>
                {WIDTHS[name]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <span className="legend-note dim">
        {view.view === 'icicle'
          ? 'Faint: few visits · tick: prior · hatched: zoom in'
          : 'Size: visits · square: an answer'}
      </span>
    </div>
  )
}

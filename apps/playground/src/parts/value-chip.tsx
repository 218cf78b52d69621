import { canvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'
import { certaintyOf, createPaintTable, valueHeight } from '../canvas/paint.ts'
import { formatValue } from './format.ts'

const tables = {
  dark: createPaintTable(canvasColours('dark').value, canvasColours('dark').faint),
  light: createPaintTable(canvasColours('light').value, canvasColours('light').faint),
}

/** A value as number, place and colour: the bar is as long as the value is high, and faint on few visits. */
export function ValueChip({ value, visits }: { readonly value: number | null; readonly visits: number }) {
  const theme = useTheme()
  if (value === null) return <span className="value-chip dim">–</span>
  const { fill } = tables[theme].paint(valueHeight(value, null), certaintyOf(visits))
  return (
    <span className="value-chip">
      <i style={{ background: `linear-gradient(90deg, ${fill} ${Math.round(value * 100)}%, var(--line) 0)` }} />
      {formatValue(value)}
    </span>
  )
}

import { formatValue } from './format.ts'
import { useValuePaint } from './use-value-paint.ts'

/** A value as number, place and colour: the bar is as long as the value is high, and faint on few visits. */
export function ValueChip({ value, visits }: { readonly value: number | null; readonly visits: number }) {
  const paint = useValuePaint()
  if (value === null) return <span className="value-chip dim">–</span>
  const { fill } = paint(value, visits)
  return (
    <span className="value-chip">
      <i style={{ background: `linear-gradient(90deg, ${fill} ${Math.round(value * 100)}%, var(--line) 0)` }} />
      {formatValue(value)}
    </span>
  )
}

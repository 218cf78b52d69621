import type { Share } from '@espalier/protocol'
import { formatPercent } from '../parts/format.ts'

/** A share with its 95 % interval: `62 % [48, 74]`. A difference of shares is in points and has a sign. */
export function ShareText({
  share,
  isDifference = false,
}: {
  readonly share: Share | null
  readonly isDifference?: boolean
}) {
  if (share === null) return <span className="dim">–</span>
  const { value, low, high } = share
  const whole = (x: number): string => (100 * x).toFixed(0)
  const middle = isDifference ? `${value > 0 ? '+' : ''}${whole(value)}` : formatPercent(value)
  return (
    <span className="number share-text">
      {middle.replace('-', '−')}{' '}
      <span className="dim">
        [{whole(low).replace('-', '−')}, {whole(high).replace('-', '−')}]
      </span>
    </span>
  )
}

import { useId } from 'react'
import { roundsOf, type Series } from './round-series.ts'

const WIDTH = 420
const HEIGHT = 190
const EDGE = { left: 34, right: 14, top: 10, bottom: 24 }
const GRID = [0, 25, 50, 75, 100]
/** Series that have the same round stand this far apart, so that one does not hide the other's interval. */
const APART = 9

/** Shares by round with their 95 % intervals. Two series differ in mark and line, not in colour alone. */
export function RoundChart({ series }: { readonly series: readonly Series[] }) {
  const id = useId()
  const rounds = roundsOf(series)
  const inner = WIDTH - EDGE.left - EDGE.right
  const pad = 30
  const x = (round: number): number =>
    EDGE.left + pad + (rounds.indexOf(round) * (inner - 2 * pad)) / Math.max(1, rounds.length - 1)
  const y = (share: number): number => EDGE.top + (1 - share) * (HEIGHT - EDGE.top - EDGE.bottom)
  return (
    <figure className="round-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{describe(series)}</title>
        {GRID.map((percent) => (
          <g key={percent} className="grid">
            <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(percent / 100)} y2={y(percent / 100)} />
            <text x={EDGE.left - 6} y={y(percent / 100) + 4} textAnchor="end">
              {percent}
            </text>
          </g>
        ))}
        {rounds.map((round) => (
          <text key={round} className="grid-round" x={x(round)} y={HEIGHT - 7} textAnchor="middle">
            {round === 0 ? 'before' : `round ${round}`}
          </text>
        ))}
        {series.map(({ id: name, points }, i) => {
          const shift = (i - (series.length - 1) / 2) * APART
          const places = points.map(({ round, share }) => ({ at: x(round) + shift, share }))
          return (
            <g key={name} className={`series ${name}`}>
              {places.map(({ at, share }) => (
                <path
                  key={at}
                  className="interval"
                  d={`M${at} ${y(share.low)}V${y(share.high)}M${at - 3} ${y(share.low)}h6M${at - 3} ${y(share.high)}h6`}
                />
              ))}
              <polyline points={places.map(({ at, share }) => `${at},${y(share.value)}`).join(' ')} />
              {places.map(({ at, share }) => (
                <Mark key={at} series={name} x={at} y={y(share.value)} />
              ))}
            </g>
          )
        })}
      </svg>
      <figcaption>
        {series.map(({ id: name, name: title }) => (
          <span key={name} className={`series ${name}`}>
            <svg width="26" height="12" aria-hidden="true">
              <polyline points="1,6 25,6" />
              <Mark series={name} x={13} y={6} />
            </svg>
            {title}
          </span>
        ))}
        <span className="dim">%, 95 % intervals</span>
      </figcaption>
    </figure>
  )
}

/** A shape of its own for each series. */
function Mark({ series, x, y }: { readonly series: Series['id']; readonly x: number; readonly y: number }) {
  switch (series) {
    case 'solved':
      return <circle className="mark" cx={x} cy={y} r="4" />
    case 'verified':
      return <path className="mark" d={`M${x - 4} ${y - 4}h8v8h-8z`} />
    case 'searched':
      return <path className="mark" d={`M${x} ${y - 5}l5 5-5 5-5-5z`} />
    case 'greedy':
      return <path className="mark" d={`M${x} ${y - 5}l5 9h-10z`} />
  }
}

function describe(series: readonly Series[]): string {
  return series
    .map(({ name, points }) => {
      const parts = points.map(
        ({ round, share }) => `${round === 0 ? 'before' : `round ${round}`} ${(100 * share.value).toFixed(0)} %`,
      )
      return `${name}: ${parts.join(', ')}`
    })
    .join('. ')
}

import { useMemo } from 'react'
import { formatCount } from '../parts/format.ts'
import { useShown } from '../workspace/session-context.ts'
import { markPlaces } from './jumps.ts'

/** Places that marks can be told apart at. */
const PLACES = 600

/** The log as a line: how good the best answer was when, answers and failures as ticks, and the place that is shown. */
export function Track({ seek }: { readonly seek: (seq: number) => void }) {
  const { store } = useShown()
  const { lastSeq, shownSeq, marks, envelopes } = store
  const count = marks.length
  const { curve, answers, failures } = useMemo(() => {
    let path = `M0 24`
    let y = 24
    for (const { kind, seq } of marks) {
      const event = envelopes[seq]?.event
      if (kind !== 'answer' || event?.type !== 'answer-change') continue
      const x = (seq / Math.max(1, lastSeq)) * PLACES
      path += `L${x} ${y}`
      y = 24 - 20 * Math.max(0, Math.min(1, event.value))
      path += `L${x} ${y}`
    }
    return {
      curve: `${path}L${PLACES} ${y}`,
      answers: markPlaces(marks, lastSeq, 'answer', PLACES),
      failures: markPlaces(marks, lastSeq, 'failure', PLACES),
    }
    // `marks` grows in place: their number stands for it.
  }, [marks, count, envelopes, lastSeq])
  const share = lastSeq <= 0 ? 0 : Math.max(0, shownSeq) / lastSeq

  return (
    <div className="track">
      <svg viewBox={`0 0 ${PLACES} 28`} preserveAspectRatio="none" aria-hidden="true">
        <path className="track-curve" d={curve} vectorEffect="non-scaling-stroke" />
        {answers.map((x) => (
          <path key={`a${x}`} className="track-answer" d={`M${x} 18V28`} vectorEffect="non-scaling-stroke" />
        ))}
        {failures.map((x) => (
          <path key={`f${x}`} className="track-failure" d={`M${x} 22V28`} vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      <span className="track-place" style={{ left: `${share * 100}%` }} />
      <input
        type="range"
        aria-label="Place in the log"
        aria-valuetext={`event ${formatCount(Math.max(0, shownSeq))} of ${formatCount(Math.max(0, lastSeq))}`}
        min={0}
        max={Math.max(1, lastSeq)}
        value={Math.max(0, shownSeq)}
        disabled={lastSeq < 0}
        onChange={(event) => seek(Number(event.target.value))}
      />
    </div>
  )
}

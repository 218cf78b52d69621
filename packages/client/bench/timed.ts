export interface Timing {
  readonly best: number
  readonly median: number
}

/** Milliseconds that `work` takes, over some repeats. The best of them is what the machine's other work disturbs least. */
export function timed(work: () => void, repeats = 15): Timing {
  const times: number[] = []
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    work()
    times.push(performance.now() - start)
  }
  return timingOf(times)
}

export function timingOf(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b)
  return { best: sorted[0]!, median: sorted[sorted.length >> 1]! }
}

/** One line of a report. */
export function line(what: string, figure: string): void {
  console.log(`${what.padEnd(58)} ${figure}`)
}

export const milliseconds = ({ best, median }: Timing): string => `${best.toFixed(2)} ms (median ${median.toFixed(2)})`

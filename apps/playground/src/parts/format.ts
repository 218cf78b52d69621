const counts = new Intl.NumberFormat('en-US')

/** 1,204 */
export const formatCount = (n: number): string => counts.format(n)

/** 12.4k from 10,000 on, so that it fits a narrow column. */
export function formatShort(n: number): string {
  if (n < 10_000) return formatCount(n)
  return n < 1_000_000 ? `${(n / 1000).toFixed(1)}k` : `${(n / 1_000_000).toFixed(2)}M`
}

/** Two decimals; a dash for what there is no number for. */
export const formatValue = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value.toFixed(2)

/** Three decimals below 1: terms may be far below the values that they are added to. */
export function formatTerm(term: number | null): string {
  if (term === null) return '–'
  return term >= 1 ? term.toFixed(2) : term.toFixed(3)
}

export const formatPercent = (share: number): string =>
  `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`

/** 0.4 s, 12 s, 3:05, 1:02:10 */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.floor(seconds)} s`
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = (seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes)}:${two(seconds % 60)}`
}

/** How long before `now` a moment was; both in milliseconds. */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.max(0, (now - then) / 1000)
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${Math.floor(seconds)} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86_400)} d ago`
}

/** 1 node, 2 nodes */
export const plural = (n: number, word: string): string => `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`

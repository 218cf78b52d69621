import type { Figure } from '@espalier/latent'

/** A figure as it is read: percent, points, or p. */
export function figureText({ kind, mean, low, high }: Figure): { readonly value: string; readonly interval: string } {
  if (kind === 'p') return { value: mean < 0.001 ? 'p < 0.001' : `p = ${mean.toFixed(3)}`, interval: '' }
  if (Number.isNaN(mean)) return { value: '–', interval: '' }
  const unit = kind === 'share' ? ' %' : ' points'
  return { value: `${hundredths(mean)}${unit}`, interval: `${hundredths(low)} to ${hundredths(high)}` }
}

export const hundredths = (x: number): string => (Number.isNaN(x) ? '–' : (100 * x).toFixed(1))

import { bootstrapMean, wilson, type Estimate } from '@espalier/latent'

/** The mean over problems: shares by Wilson's interval where each problem was solved or not, everything else by bootstrap. */
export function estimate(values: readonly number[], draw: () => number): Estimate {
  if (values.every((value) => value === 0 || value === 1))
    return wilson(values.filter((value) => value === 1).length, values.length)
  return bootstrapMean(values, draw)
}

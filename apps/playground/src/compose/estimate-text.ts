import type { Estimate, EstimatedAmount } from '@espalier/protocol'
import { formatCount, formatDuration, formatShort } from '../parts/format.ts'

/** One amount in words: what is expected, and how far it may be off. */
export interface AmountText {
  readonly name: string
  readonly value: string
  /** Empty where there is nothing to say. */
  readonly range: string
  /** The whole of it in a sentence. */
  readonly about: string
}

/** `about 60 (20–80)`; `at most 200` from a limit alone; a dash where nothing is known. */
export function amountText(
  name: string,
  { p10, p50, p90, limit }: EstimatedAmount,
  isMeasured: boolean,
  format: (n: number) => string,
): AmountText {
  if (!isMeasured) {
    return limit === null
      ? {
          name,
          value: '–',
          range: 'not known yet',
          about: 'Not known before the first search like this has ended here.',
        }
      : {
          name,
          value: `≤ ${format(limit)}`,
          range: 'the limit',
          about: `At most ${format(limit)}: the budget's limit.`,
        }
  }
  if (p50 === null) return { name, value: 'no end', range: 'no limit', about: 'No limit of the budget ends it.' }
  const [low, high] = [format(p10 ?? 0), p90 === null ? 'no limit' : format(p90)]
  const range = low !== high ? `${low} – ${high}` : p50 === limit ? 'the limit' : ''
  const spread = low === high ? 'all of them alike' : `most of them from ${low} to ${high}`
  return {
    name,
    value: `≈ ${format(p50)}`,
    range,
    about: `Half of such searches take at most ${format(p50)}; ${spread}.`,
  }
}

/** The amounts of an estimate that are worth a look, in order. */
export function estimateTexts(estimate: Estimate): readonly AmountText[] {
  const { searches, trials, calls, promptTokens, completionTokens, timeMs, dollars } = estimate
  const isMeasured = searches > 0
  const whole = (n: number): string => formatShort(Math.round(n))
  const written = amountText('Tokens', completionTokens, isMeasured, whole)
  const read = amountText('', promptTokens, isMeasured, whole)
  return [
    amountText('Trials', trials, isMeasured, whole),
    amountText('Model calls', calls, isMeasured, whole),
    { ...written, about: `Written by the model. ${written.about} Read by it: ${read.value}.` },
    amountText('Time', timeMs, isMeasured, formatDuration),
    dollars === null
      ? { name: 'Cost', value: '–', range: 'no prices', about: 'Nobody told what this model costs.' }
      : dollars.limit === 0
        ? { name: 'Cost', value: '$0', range: 'runs here', about: 'The model runs here: nothing is paid for it.' }
        : amountText('Cost', dollars, isMeasured, formatDollars),
  ]
}

/** What an estimate rests on. */
export function basisText({ searches, sameAlgorithm }: Estimate, algorithm: string, model: string): string {
  if (searches === 0) return `From the budget alone: no search with ${model} has ended here yet.`
  const from = `From ${formatCount(searches)} earlier search${searches === 1 ? '' : 'es'} here with`
  return sameAlgorithm ? `${from} ${algorithm} and ${model}.` : `${from} ${model}, whatever the algorithm.`
}

function formatDollars(amount: number): string {
  if (amount > 0 && amount < 0.01) return '< $0.01'
  return `$${amount.toFixed(2)}`
}

import { checkNumber, SearchError } from '@espalier/core'

/** What a judgement may be. */
export interface Scale {
  /** What the judge is to write: `Yes or No`. */
  readonly form: string
  /** In [0, 1], higher is better; null for what is not on the scale. */
  read(said: string): number | null
  /** The mean of votes that decides nothing; null where every mean says something. */
  readonly tie: number | null
}

/** Yes or no, as SPaR votes (Cheng 2025, App. C): the mean of the votes is yes / (yes + no), and one half decides nothing. */
export const YES_OR_NO: Scale = {
  form: 'Yes or No',
  read: (said) => {
    const word = /^(yes|no)(?![\p{L}\d])(?!\s*(?:or|\/)\s*(?:yes|no)\b)/iu.exec(said)?.[1]
    return word === undefined ? null : Number(word.toLowerCase() === 'yes')
  },
  tie: 0.5,
}

/** A number from `worst` to `best`, in either order; decimals are allowed. Default 0 to 10. */
export function scoreScale({ worst = 0, best = 10 }: { readonly worst?: number; readonly best?: number } = {}): Scale {
  checkNumber('scoreScale.worst', worst, { min: -1e6, max: 1e6 })
  checkNumber('scoreScale.best', best, { min: -1e6, max: 1e6 })
  if (worst === best)
    throw new SearchError('INVALID_OPTIONS', `scoreScale: got ${worst} for both ends, expected two numbers`)
  const [low, high] = [Math.min(worst, best), Math.max(worst, best)]
  return {
    form: `a number from ${worst} (worst) to ${best} (best)`,
    read: (said) => {
      const found = /^([-+]?\d{1,9}(?:\.\d{1,9})?)(?:\s*\/\s*(\d{1,9}))?(?![\p{L}\d.]*[\p{L}\d]|\s*[-–/])/u.exec(said)
      if (found === null || (found[2] !== undefined && Number(found[2]) !== high)) return null
      const score = Number(found[1])
      return score < low || score > high ? null : Math.abs(score - worst) / (high - low)
    },
    tie: null,
  }
}

/** Words from the worst to the best, evenly apart. At least two, none of them the beginning of the prompt's own lines. */
export function labelScale(labels: readonly string[]): Scale {
  const names = labels.map((label) => label.trim().toLowerCase())
  if (
    names.length < 2 ||
    new Set(names).size < names.length ||
    names.some((name) => !/^[\p{L}\d][\p{L}\d -]{0,39}$/u.test(name))
  )
    throw new SearchError(
      'INVALID_OPTIONS',
      `labelScale: got ${JSON.stringify(labels)}, expected two or more different words`,
    )
  const byLength = names.toSorted((a, b) => b.length - a.length)
  return {
    form: `one of: ${labels.join(', ')}`,
    read: (said) => {
      const lower = said.toLowerCase()
      const found = byLength.find((name) => lower.startsWith(name) && !/^[\p{L}\d]/u.test(lower.slice(name.length)))
      // The list itself, written again, is no choice.
      if (found === undefined || /^\s*(?:,|or\b|\/)/.test(lower.slice(found.length))) return null
      return names.indexOf(found) / (names.length - 1)
    },
    tie: null,
  }
}

import { InvalidArgumentError } from 'commander'

/** A reader of whole numbers in a range, for options. Without `max` as far as whole numbers are exact. */
export function wholeNumber(min: number, max?: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= (max ?? Number.MAX_SAFE_INTEGER)) return value
    throw new InvalidArgumentError(
      `expected a whole number ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}`,
    )
  }
}

/** Collects repeated `key=value` options. Numbers are read; what else stands there is the algorithm's to refuse. */
export function keyValue(
  text: string,
  previous: Readonly<Record<string, number | string>>,
): Record<string, number | string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('expected key=value, such as c=1.5')
  const value = text.slice(at + 1).trim()
  const number = value === '' ? Number.NaN : Number(value)
  return Object.fromEntries([
    ...Object.entries(previous),
    [text.slice(0, at).trim(), Number.isNaN(number) ? value : number],
  ])
}

/** The address of a server, without a slash at its end. */
export function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '')
  throw new InvalidArgumentError('expected an address such as http://127.0.0.1:4100')
}

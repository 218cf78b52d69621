/** Two letters that are no product of variables. */
const SHORT = 'cm|mm|km|nm|kg|mg|ml|mL|ft|in|yd|mi|lb|lbs|oz|hr|hrs|Hz|am|pm'
/** Words that a number is followed by; three letters make a word. */
const WORDS = new RegExp(
  `^(.*[\\d)}\\]%])\\s*(?:\\\\(?:text|mbox|mathrm|textrm)\\s*\\{\\s*([^{}\\\\]*?)\\s*\\}|\\s((?:(?:${SHORT}|[A-Za-z]{3,})\\.?\\s*)+))\\s*(?:\\^\\s*\\{?[23]\\}?)?\\s*\\$?\\.?$`,
  's',
)
/** Three letters that say more than a unit, or are a part of the number. */
const NO_UNIT = /\b(?:and|or|sqrt|cbrt|sin|cos|tan|log|exp|abs|infinity|frac|times|cup)\b/

/** A number and the unit behind it, null where there is none. A dollar sign in front is no unit. */
export function withoutUnit(text: string): { readonly value: string; readonly unit: string | null } {
  const match = WORDS.exec(text.trim())
  if (match === null) return { value: text, unit: null }
  const unit = (match[2] ?? match[3] ?? '').toLowerCase().replace(/\./g, '').trim()
  if (unit === '' || NO_UNIT.test(unit)) return { value: text, unit: null }
  const isPercent = unit === 'percent'
  return isPercent ? { value: `${match[1]!}%`, unit: null } : { value: match[1]!, unit: singular(unit) }
}

function singular(unit: string): string {
  return unit
    .split(/\s+/)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
    .join(' ')
}

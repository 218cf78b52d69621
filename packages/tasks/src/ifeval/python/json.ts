import { strip } from './text.ts'

const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d{4301,}/gs

/** Whether `json.loads` takes the text: JSON, and besides it NaN and Infinity, but no whole numbers of more than 4,300 digits. */
export function isPythonJson(text: string): boolean {
  const plain = text.replace(STRINGS_AND_NUMBERS, (token) => {
    if (token.startsWith('"')) return token
    return /\d/.test(token) ? '!' : ' 0 '
  })
  try {
    JSON.parse(strip(plain))
    return true
  } catch {
    return false
  }
}

import { ABBREVIATIONS, isKnownInLowerCase, isSentenceStarter, NAME_AFTER, STARTERS } from './english.ts'
import {
  isInitial,
  NUMBER,
  startsLower,
  startsUpper,
  typeOfWord,
  typeWithoutPeriod,
  type PunktToken,
} from './punkt-token.ts'

const PUNCTUATION = new Set(';:,.!?')

/** Punkt's two passes (Kiss & Strunk 2006, §4): each token for itself, then each with the one behind it. Marks the tokens given. */
export function annotate(tokens: readonly PunktToken[]): readonly PunktToken[] {
  for (const token of tokens) markAlone(token)
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1]
    if (next !== undefined && token.isPeriodFinal) markBefore(token, next)
  }
  return tokens
}

function markAlone(token: PunktToken): void {
  const { text } = token
  if (text === '.' || text === '?' || text === '!') token.breaks = true
  else if (/^\.\.+$/.test(text)) token.isEllipsis = true
  else if (token.isPeriodFinal && !text.endsWith('..')) {
    const word = text.slice(0, -1).toLowerCase()
    const isKnown = ABBREVIATIONS.has(word) || ABBREVIATIONS.has(word.split('-').at(-1)!)
    token.isAbbreviation = isKnown
    token.breaks = !isKnown
  }
}

function markBefore(token: PunktToken, next: PunktToken): void {
  const type = typeWithoutPeriod(token)
  const nextType = typeOfWord(next)
  const initial = isInitial(token)
  const asAbbreviation = (): void => {
    token.breaks = false
    token.isAbbreviation = true
  }
  if (NAME_AFTER.get(type)?.has(nextType) === true) return asAbbreviation()
  const starts = startsSentence(next)
  if ((token.isAbbreviation || token.isEllipsis) && !initial) {
    token.breaks = starts === true || (startsUpper(next) && STARTERS.has(nextType))
    if (token.breaks) return
  }
  if (!initial && type !== NUMBER) return
  const isName = starts === null && initial && startsUpper(next) && !isKnownInLowerCase(nextType)
  if (starts === false || isName) asAbbreviation()
}

/** The orthographic heuristic (§4.1.1): what the case of a word says about whether it starts a sentence; null where nothing. */
function startsSentence(token: PunktToken): boolean | null {
  if (PUNCTUATION.has(token.text)) return false
  if (startsUpper(token) && isSentenceStarter(typeOfWord(token))) return true
  return startsLower(token) ? false : null
}

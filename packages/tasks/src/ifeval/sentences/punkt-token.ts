import { isLower, isUpper } from '../python/text.ts'

/** A token of Punkt with what the two passes find out about it. */
export interface PunktToken {
  readonly text: string
  /** In lower case; numbers all have one type. */
  readonly type: string
  readonly isPeriodFinal: boolean
  breaks: boolean
  isAbbreviation: boolean
  isEllipsis: boolean
}

export const NUMBER = '##number##'
const NUMERIC = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u
const INITIAL = /^[\p{L}\p{Nl}\p{No}_]\.$/u

export function punktToken(text: string): PunktToken {
  const type = text.toLowerCase().replace(NUMERIC, NUMBER)
  return { text, type, isPeriodFinal: text.endsWith('.'), breaks: false, isAbbreviation: false, isEllipsis: false }
}

export function typeWithoutPeriod({ type }: PunktToken): string {
  return type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type
}

/** The type, without a period that ends a sentence. */
export function typeOfWord(token: PunktToken): string {
  return token.breaks ? typeWithoutPeriod(token) : token.type
}

export const isInitial = ({ text }: PunktToken): boolean => INITIAL.test(text)
export const startsUpper = ({ text }: PunktToken): boolean => isUpper(firstChar(text))
export const startsLower = ({ text }: PunktToken): boolean => isLower(firstChar(text))

const firstChar = (text: string): string => String.fromCodePoint(text.codePointAt(0)!)

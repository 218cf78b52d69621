import { occurs, pythonPattern } from '../python/pattern.ts'
import { isBlank, strip, stripChar } from '../python/text.ts'
import type { CheckMaker } from './check-maker.ts'

const POSTSCRIPTS: Readonly<Record<string, string>> = { 'P.P.S': 'p\\.\\s?p\\.\\s?s', 'P.S.': 'p\\.\\s?s\\.' }

/** The marker is there, anywhere. */
export const postscript: CheckMaker = (args) => {
  const marker = args.text('postscript_marker')
  const known = Object.hasOwn(POSTSCRIPTS, marker) ? POSTSCRIPTS[marker]! : marker.toLowerCase()
  const pattern = pythonPattern(known, { where: args.place('postscript_marker') })
  return (answer) => occurs(pattern, answer.toLowerCase())
}

export const endPhrase: CheckMaker = (args) => {
  const phrase = args.text('end_phrase').toLowerCase()
  return (answer) => stripChar(strip(answer), '"').toLowerCase().endsWith(phrase)
}

export const quotation: CheckMaker = () => (answer) => {
  const text = strip(answer)
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
}

/** Two answers with `******` between them that are not the same. */
export const twoResponses: CheckMaker = () => (answer) => {
  const parts = answer.split('******')
  if (parts.slice(1, -1).some((part) => isBlank(part))) return false
  const [first, second, ...more] = parts.map((part) => strip(part)).filter((part) => part !== '')
  return second !== undefined && more.length === 0 && first !== second
}

/** The answer begins with the request, in whatever case. */
export const repeatPrompt: CheckMaker = (args) => {
  const request = args.text('prompt_to_repeat').toLowerCase()
  return (answer) => strip(answer).toLowerCase().startsWith(request)
}

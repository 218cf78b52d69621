import { isPythonJson } from '../python/json.ts'
import { countMatches, pythonPattern } from '../python/pattern.ts'
import { isBlank, LINE_START, SPACE, strip, stripChar, withoutPrefix, withoutSuffix } from '../python/text.ts'
import type { CheckMaker } from './check-maker.ts'

const STARS = new RegExp(`${LINE_START}[${SPACE}]*\\*[^*][^\\n]*`, 'gu')
const DASHES = new RegExp(`${LINE_START}[${SPACE}]*-[^\\n]*`, 'gu')

/** Exactly so many lines that begin with a star or a dash, headings underlined with dashes among them. */
export const numberOfBullets: CheckMaker = (args) => {
  const count = args.count('num_bullets')
  return (answer) => countMatches(STARS, answer) + countMatches(DASHES, answer) === count
}

const OPTIONS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.']

export const constrainedResponse: CheckMaker = () => (answer) => OPTIONS.some((option) => answer.includes(option))

/** At least so many passages between stars; those between double stars may count once for each pair. */
export const highlightedSections: CheckMaker = (args) => {
  const count = args.count('num_highlights')
  return (answer) => {
    const single = answer.match(/\*[^\n*]*\*/g) ?? []
    const double = answer.match(/\*\*[^\n*]*\*\*/g) ?? []
    const filled = [
      ...single.filter((text) => !isBlank(stripChar(text, '*'))),
      ...double.filter((text) => !isBlank(withoutSuffix(withoutPrefix(text, '**'), '**'))),
    ]
    return filled.length >= count
  }
}

/** At least so many headings such as `SECTION 1`. */
export const multipleSections: CheckMaker = (args) => {
  const heading = pythonPattern(`\\s?${args.text('section_spliter')}\\s?\\d+\\s?`, {
    where: args.place('section_spliter'),
  })
  const count = args.count('num_sections')
  return (answer) => countMatches(heading, answer) >= count
}

const FENCES = ['```json', '```Json', '```JSON', '```']

export const jsonFormat: CheckMaker = () => (answer) =>
  isPythonJson(withoutSuffix(FENCES.reduce(withoutPrefix, strip(answer)), '```'))

/** A passage in double angular brackets on one line, with something in it. */
export const title: CheckMaker = () => (answer) =>
  (answer.match(/<<[^\n]+>>/g) ?? []).some((text) => !isBlank(text.replace(/^<+/, '').replace(/>+$/, '')))

/** At least so many passages in square brackets, each on one line. */
export const placeholders: CheckMaker = (args) => {
  const count = args.count('num_placeholders')
  return (answer) => countMatches(/\[[^\n]*?\]/g, answer) >= count
}

export const noComma: CheckMaker = () => (answer) => !answer.includes(',')

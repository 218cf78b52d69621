import { drawIndex, seededDraw, type Draw } from '../../countdown/seeded.ts'
import { isUpper } from '../python/text.ts'
import { letterOf, withToneMarks } from './letters.ts'
import { LANGUAGE_PROFILES } from './profiles.ts'
import { readProfiles, type Profiles } from './read-profiles.ts'

/** langdetect takes 7 trials with unseeded dice. More of them, seeded, come to what it says most often. */
const TRIALS = 49
const MOST_STEPS = 1000
const CERTAIN = 0.99999
const LEAST_PROBABILITY = 0.1
const SMOOTHING = 0.5
const SMOOTHING_SPREAD = 0.05
const BASE_FREQUENCY = 10_000
const MOST_CHARS = 10_000

const URL = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g

let profiles: Profiles | null = null

/**
 * The language of a text as langdetect 1.0.9 finds it (Nakatani 2010): naive Bayes over n-grams drawn at random until one language is
 * certain. ISO 639-1, `zh-cn`, `zh-tw`, or `unknown`; null where the text has no letters to go by. Words all in capitals count for
 * little but their first letter, so a text in capitals may well be taken for another language, as it is there.
 */
export function detectLanguage(text: string): string | null {
  profiles ??= readProfiles(LANGUAGE_PROFILES)
  const grams = knownGrams(prepared(text), profiles)
  if (grams.length === 0) return null
  const { languages } = profiles
  const sums = new Float64Array(languages.length)
  const draw = seededDraw(1)
  for (let trial = 0; trial < TRIALS; trial++) {
    runTrial(grams, draw, languages.length).forEach((p, i) => (sums[i]! += p / TRIALS))
  }
  const best = sums.indexOf(Math.max(...sums))
  return sums[best]! > LEAST_PROBABILITY ? languages[best]! : 'unknown'
}

function runTrial(grams: readonly Float64Array[], draw: Draw, languages: number): Float64Array {
  const probabilities = new Float64Array(languages).fill(1 / languages)
  const weight = (SMOOTHING + normal(draw) * SMOOTHING_SPREAD) / BASE_FREQUENCY
  for (let step = 0; ; step++) {
    const shares = grams[drawIndex(draw, grams.length)]!
    for (let i = 0; i < languages; i++) probabilities[i]! *= weight + shares[i]!
    if (step % 5 === 0 && (normalise(probabilities) > CERTAIN || step >= MOST_STEPS)) return probabilities
  }
}

/** Makes them sum to 1; the largest of them. */
function normalise(probabilities: Float64Array): number {
  let sum = 0
  for (const p of probabilities) sum += p
  let largest = 0
  for (let i = 0; i < probabilities.length; i++) largest = Math.max(largest, (probabilities[i]! /= sum))
  return largest
}

/** Near enough to a standard normal number, in operations that give the same bits everywhere. */
function normal(draw: Draw): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += draw()
  return sum
}

/** Without addresses, and without Latin letters where most are of another script. */
function prepared(text: string): readonly string[] {
  const clean = withToneMarks(text.replace(URL, ' ').replace(MAIL, ' '))
  const chars = [...clean].slice(0, MOST_CHARS)
  const latin = chars.filter((char) => char >= 'A' && char <= 'z').length
  const other = chars.filter((char) => char >= '\u0300' && !(char >= '\u1e00' && char <= '\u1eff')).length
  return latin * 2 < other ? chars.filter((char) => char < 'A' || char > 'z') : chars
}

/** The shares of the n-grams that any language has, in the order of the text. Words in capitals have none from their second letter on. */
function knownGrams(text: readonly string[], { sharesOf }: Profiles): readonly Float64Array[] {
  const found: Float64Array[] = []
  let last: readonly string[] = [' ']
  let inCapitals = false
  for (const raw of text) {
    const char = letterOf(raw)
    const before = last.at(-1)!
    if (before === ' ') {
      last = [' ']
      inCapitals = false
    }
    if (before !== ' ' || char !== ' ') {
      last = [...last, char].slice(-3)
      inCapitals = isUpper(char) && (inCapitals || isUpper(before))
    }
    if (inCapitals) continue
    for (let n = 1; n <= last.length; n++) {
      const gram = last.slice(-n).join('')
      const shares = gram === ' ' ? null : sharesOf(gram)
      if (shares !== null) found.push(shares)
    }
  }
  return found
}

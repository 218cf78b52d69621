import { strip } from './python/text.ts'

/**
 * The eight readings of an answer of which one has to follow an instruction to count in the loose score: with and without stars, without its first
 * line, its last, or both (Zhou et al. 2023, §2.2, eq. 2).
 */
export function looseReadings(answer: string): readonly string[] {
  const lines = answer.split('\n')
  const shortened = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((part) => strip(part.join('\n')))
  const readings = [answer, ...shortened]
  return [...readings, ...readings.map((reading) => reading.replaceAll('*', ''))]
}

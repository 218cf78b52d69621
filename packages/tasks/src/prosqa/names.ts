/** The individuals of the official files. */
export const INDIVIDUALS: readonly string[] =
  'Tom Gabriel Max Polly Bob Oliver Jack Alex Rex Carol Sam Fae Sally Davis Eva Stella Wren'.split(' ')

/** The concepts of the official files. */
const OFFICIAL_CONCEPTS: readonly string[] = (
  'terpus lorpus zhorpus grimpus vumpus gorpus tumpus brimpus zumpus quimpus storpus impus lempus yerpus jompus wumpus timpus sterpus ' +
  'bompus rorpus rompus gerpus fompus boompus jelpus shumpus numpus felpus worpus rempus hilpus gwompus dumpus scrompus yumpus kerpus ' +
  'chorpus yimpus'
).split(' ')

/** Concepts of our own in the same manner, for graphs that need more than the official 38. */
const FURTHER_CONCEPTS: readonly string[] = ['k', 'p', 'sl', 'tr', 'fl', 'gl', 'sn', 'cr', 'm', 'pl', 'th', 'sp']
  .flatMap((onset) =>
    ['a', 'e', 'i', 'o', 'u'].flatMap((vowel) => ['lpus', 'rpus', 'mpus', 'npus'].map((end) => onset + vowel + end)),
  )
  .filter((name) => !OFFICIAL_CONCEPTS.includes(name))

/** At least `count` distinct names: the official ones, and further ones only where those do not suffice. Most: 270. */
export function conceptNames(count: number): readonly string[] {
  return [...OFFICIAL_CONCEPTS, ...FURTHER_CONCEPTS.slice(0, Math.max(0, count - OFFICIAL_CONCEPTS.length))]
}

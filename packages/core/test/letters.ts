import {
  createSearch,
  type Expansion,
  type Preset,
  type Search,
  type SearchOptions,
  type StateBackend,
  type Trial,
} from '../src/index.ts'

/** Toy problem: words over an alphabet, finished at a length; the value of a word is looked up. Small enough to work out by hand. */
export interface Letters {
  readonly alphabet: string
  readonly length: number
}

export function letters(length: number): StateBackend<Letters, string, string> {
  return {
    name: 'letters',
    root: () => '',
    extend: (state, step) => state + step,
    isTerminal: (state) => state.length >= length,
    answer: (state) => (state.length >= length ? state : null),
    label: (step) => step,
  }
}

/** Answers a trial: its value from `value`, the next unused letters of the alphabet with equal weights. */
export function answerTrial(
  trial: Trial<string>,
  alphabet: string,
  value: (word: string) => number,
): Expansion<string> {
  const fresh = [...alphabet].filter((letter) => trial.proposals === 'independent' || !trial.existing.includes(letter))
  const steps = fresh.slice(0, trial.want)
  return {
    value: trial.evaluate ? value(trial.state) : null,
    proposals: steps.map((step) => ({ step, prior: 1 / alphabet.length })),
    ...(trial.want > 0 && steps.length === fresh.length ? { exhausted: true } : {}),
  }
}

export type LettersOptions = Partial<SearchOptions<Letters, string, string>>

export function lettersOptions(algorithm: Preset, more: LettersOptions = {}): SearchOptions<Letters, string, string> {
  const problem = more.problem ?? { alphabet: 'abc', length: 3 }
  return {
    backend: letters(problem.length),
    algorithm,
    ...more,
    problem,
    describe: () => ({ problem: { ...problem }, label: 'word' }),
  }
}

export function lettersSearch(algorithm: Preset, more: LettersOptions = {}): Search<string, string> {
  return createSearch(lettersOptions(algorithm, more))
}

/** Asks and tells one at a time until nothing is left; the words asked about, in order. */
export function runLetters(
  search: Search<string, string>,
  alphabet: string,
  value: (word: string) => number,
  most = 1000,
): string[] {
  const asked: string[] = []
  while (asked.length < most) {
    const trial = search.ask()
    if (trial === null) break
    asked.push(`${trial.evaluate ? 'v' : ''}${trial.want > 0 ? `+${trial.want}` : ''}:${trial.state}`)
    search.tell(trial.id, answerTrial(trial, alphabet, value))
  }
  return asked
}

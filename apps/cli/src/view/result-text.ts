import type { Json } from '@espalier/core'
import type { Conclusion } from '@espalier/protocol'
import type { RunSummary } from '../run/summary.ts'
import type { Budget } from '../run/budget.ts'
import type { Palette } from './palette.ts'
import type { SearchProgress } from './progress.ts'
import { joinInLines, printable } from './text-width.ts'
import { counted, duration, whyUnsolved, withCommas } from './wording.ts'

export interface ResultTextOptions {
  readonly palette: Palette
  /** What the run was allowed, where it is known. */
  readonly budget?: Budget
  /** Columns; undefined: as many as it takes. */
  readonly width: number | undefined
}

/** A run that is told of; one that hides its steps has no hash, by which they could be guessed. */
export type ToldSummary = Omit<RunSummary, 'logHash'> & Partial<Pick<RunSummary, 'logHash'>>

/** What a run came to, for people: the answer and the steps to it, or why there is none; then what it cost. */
export function resultLines(
  summary: ToldSummary,
  progress: Pick<SearchProgress, 'lastFailure'>,
  options: ResultTextOptions,
): string[] {
  const { palette, budget = null, width } = options
  const cost = joinInLines(costParts(summary), width ?? Number.POSITIVE_INFINITY).map((line) => palette.dim(line))
  return [...answerLines(summary, palette, budget), ...failureLines(summary, progress, palette), ...cost]
}

function answerLines(summary: ToldSummary, palette: Palette, budget: Budget | null): string[] {
  const { answer, reason, trials, path, problem, conclusion } = summary
  if (conclusion !== undefined) return conclusionLines(conclusion, problem, palette)
  if (answer === null) return [palette.middling(whyUnsolved(reason, trials, budget))]
  const { target } = problem as { readonly target?: number }
  const said = target === undefined ? printable(answer) : `${printable(answer)} = ${target}`
  return [
    `${palette.good('solved')}  ${palette.bold(said)}`,
    ...path.map((label, i) => `  ${i + 1}. ${printable(label)}`),
  ]
}

type Standing = Conclusion['standing']

/** What is shown of a line of thoughts is what it was read as and how that stands, never how the model came to it. */
const OF_GRAPHS: Readonly<Record<Standing, string>> = {
  verified: 'every step is a statement of the question',
  consistent: 'the read-out agrees, but these steps do not prove it',
  unverified: 'these steps do not prove it, and the read-out does not agree or is not known',
  refuted: 'the verifier proves that it is wrong',
}
const OF_CODE: Partial<Record<Standing, string>> = { verified: 'it passes every test', refuted: 'it fails a test' }
const OF_TEXT: Partial<Record<Standing, string>> = { unverified: 'a judge voted for it, which proves nothing' }

function standingText(standing: Standing, problem: Json): string {
  const fields = problem as Readonly<Record<string, Json>>
  const own = 'tests' in fields ? OF_CODE : 'maxSteps' in fields ? OF_TEXT : OF_GRAPHS
  return own[standing] ?? OF_GRAPHS[standing]
}

function conclusionLines({ answer, statements, standing }: Conclusion, problem: Json, palette: Palette): string[] {
  const colour = standing === 'verified' ? palette.good : standing === 'consistent' ? palette.middling : palette.bad
  // Code is several lines, each of which is kept apart from the terminal's own marks.
  const [first = '', ...more] = answer.trimEnd().split('\n')
  return [
    `${colour(standing)}  ${palette.bold(printable(first))}  ${palette.dim(standingText(standing, problem))}`,
    ...more.map((line) => `  ${palette.bold(printable(line))}`),
    ...statements.map((statement, i) => `  ${i + 1}. ${printable(statement)}`),
  ]
}

function failureLines(
  { failures, trials }: ToldSummary,
  { lastFailure }: Pick<SearchProgress, 'lastFailure'>,
  palette: Palette,
): string[] {
  if (lastFailure === null) return []
  const which = failures === trials ? `all ${counted(trials, 'trial')}` : `${failures} of ${counted(trials, 'trial')}`
  return [
    palette.bad(`${which} failed, the last with ${printable(lastFailure.code)}: ${printable(lastFailure.message)}`),
  ]
}

function costParts(summary: ToldSummary): string[] {
  const { algorithm, seed, trials, nodes, rejected, usage, elapsedMs, logHash } = summary
  return [
    algorithm.name,
    `seed ${seed}`,
    counted(trials, 'trial'),
    counted(nodes, 'node'),
    `${withCommas(rejected)} rejected`,
    counted(usage.completionTokens, 'token'),
    duration(elapsedMs),
    ...(logHash === undefined ? [] : [`log ${logHash.slice(0, 12)}`]),
  ]
}

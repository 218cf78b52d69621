import type { Estimate } from './interval.ts'
import type { Honesty, RoundReport } from './round-report.ts'

/** The judge against the verifier, round by round, as a Markdown table. Empty where no round has a verifier. */
export function honestyLines(reports: readonly RoundReport[]): readonly string[] {
  const rows = reports.flatMap(({ round, answersHonesty, refinementsHonesty }) => [
    ...row(`${round}, answers`, answersHonesty),
    ...row(`${round}, refinements`, refinementsHonesty),
  ])
  if (rows.length === 0) return []
  return [
    '| round | n | judged good % | verified % | over-rating, points [95 % interval] | agreement % |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]
}

function row(name: string, honesty: Honesty | null): readonly string[] {
  if (honesty === null) return []
  const { rated, verified, overRating, agreement } = honesty
  const cells = [name, String(rated.n), percent(rated), percent(verified), percent(overRating), percent(agreement)]
  return [`| ${cells.join(' | ')} |`]
}

/** `62.5 [38.6, 81.5]` */
function percent({ value, low, high }: Estimate): string {
  const [middle, least, most] = [value, low, high].map((x) => (100 * x).toFixed(1))
  return `${middle} [${least}, ${most}]`
}

/** A round in a few lines. */
export function roundLines(report: RoundReport): readonly string[] {
  const { round, prompts, dropped, answers, undecided, searches, solved, nodes, searchUsage, pairs, examples } = report
  const drops = Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`)
  const read = report.unreadVotes === null ? '' : `, ${(100 * report.unreadVotes.value).toFixed(1)} % of votes unread`
  const found = solved === null ? '' : `, solved ${percent(solved)} %`
  const size = nodes === null ? '' : `, nodes ${nodes.mean.toFixed(1)} on average, ${nodes.max} at most`
  return [
    `round ${round}: ${prompts} prompts${drops.length === 0 ? '' : ` (dropped: ${drops.join(', ')})`}`,
    `  ${answers} answers, ${undecided} undecided${read}`,
    `  ${searches} searches${found}${size}; ${searchUsage.calls} calls, ${searchUsage.completionTokens} tokens written`,
    `  ${pairs} pairs, ${examples} examples`,
  ]
}

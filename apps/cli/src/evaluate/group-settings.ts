import type { Contestant } from '../compare/contestant.ts'
import type { Cell } from '../compare/summary.ts'
import type { Method } from './method-list.ts'

/** Which setting of each group that has several did best at each budget: what `settings.ts` holds. Ties go to the one listed first. */
export function bestSettings(methods: readonly Method[], budgets: readonly number[], cells: readonly Cell[]): string {
  const groups = [...new Set(methods.map(({ group }) => group))]
  const lines = groups.flatMap((group) => {
    const members = methods.filter((method) => method.group === group).map(({ name }) => name)
    const own = cells.filter(({ contestant }) => members.includes(contestant))
    if (members.length === 1 || own.length === 0) return []
    const best = budgets.map((budget) =>
      own.filter((cell) => cell.budget === budget).reduce((a, b) => (b.result.mean > a.result.mean ? b : a)),
    )
    return [`settings of ${group}: ${best.map(({ contestant }) => contestant).join(', ')}`]
  })
  return lines.join('\n')
}

/** The settings of every row whose options change with the budget. */
export function settingsLines(contestants: readonly Contestant[]): string {
  const lines = contestants.flatMap(({ name, settings }) => {
    const texts = settings.map(({ options }) =>
      Object.entries(options)
        .map(([key, value]) => `${key} ${value}`)
        .join(' '),
    )
    return new Set(texts).size === 1 ? [] : [`settings of ${name}: ${texts.join(', ')}`]
  })
  return lines.join('\n')
}

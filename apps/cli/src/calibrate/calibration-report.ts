import type { Calibration, Figure } from '@espalier/token'
import { markdownTable } from '../compare/tables.ts'
import { counted } from '../view/wording.ts'
import type { JudgedItems } from './judge-items.ts'

/** What is told beside the figures. */
export interface ReportHead {
  readonly judge: string
  readonly checker: string
  readonly problems: number
}

export function calibrationReport(
  { judge, checker, problems }: ReportHead,
  found: Calibration,
  judged: JudgedItems,
): string {
  const { votes, unreadVotes, failed } = judged
  const lines = [
    `calibrate: ${judge}, against ${checker}`,
    `${counted(found.items, 'item')} of ${counted(problems, 'problem')}`,
    ...(failed === 0 ? [] : [`${counted(failed, 'call')} failed: those items have no value`]),
  ]
  const figures = markdownTable([
    ['figure', 'value [95 %]'],
    ['right by the checker, %', percent(found.base)],
    ['accuracy, %', percent(found.accuracy)],
    ['AUC', plain(found.auc)],
    ['Brier score', plain(found.brier)],
    ['expected calibration error', plain(found.ece)],
    ['over-rating, points', percent(found.overRating)],
    ['kappa with the checker', plain(found.kappa)],
    ['items without a value, %', share(found.unparsed, found.items)],
    ...(votes === 0 ? [] : [['votes that could not be read, %', share(unreadVotes, votes)]]),
  ])
  const bins = markdownTable([
    ['value', 'items', 'mean value', 'right, %'],
    ...found.bins.map(({ from, to, count, value, rate }) => [
      `${round(from, 2)}-${round(to, 2)}`,
      String(count),
      value === null ? '' : round(value, 3),
      rate === null ? '' : round(100 * rate, 1),
    ]),
  ])
  return `${lines.join('\n')}\n\n${figures}\n${bins}`
}

/** The same as data. */
export function calibrationRecord(head: ReportHead, found: Calibration, { votes, unreadVotes, failed }: JudgedItems) {
  return { command: 'calibrate', ...head, ...found, votes, unreadVotes, failed }
}

const round = (x: number, digits: number): string => x.toFixed(digits).replace(/^-(0\.?0*)$/, '$1')

const shown = (figure: Figure | null, factor: number, digits: number): string =>
  figure === null
    ? 'none: one label only'
    : `${round(factor * figure.value, digits)} [${round(factor * figure.low, digits)}, ${round(factor * figure.high, digits)}]`

const percent = (figure: Figure | null): string => shown(figure, 100, 1)
const plain = (figure: Figure | null): string => shown(figure, 1, 3)
const share = (part: number, whole: number): string => (whole === 0 ? '' : round((100 * part) / whole, 1))

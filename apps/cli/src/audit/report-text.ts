import type { BatteryReport, BatteryResult, StepReading } from '@espalier/latent'
import type { Palette } from '../view/palette.ts'
import { figureText, hundredths } from './figure-text.ts'

/** The report for a terminal or a pipe. */
export function reportLines(report: BatteryReport, source: string, palette: Palette): readonly string[] {
  const { steps, stepIndex } = report.readings
  return [
    `${report.model} on ${report.questions} questions (${source}), ${report.pairs} counterfactual pairs, ${report.thoughts} thoughts, seed ${report.seed}`,
    'intervals are at 95 %',
    '',
    ...report.results.flatMap((result) => [...resultLines(result, palette), '']),
    READINGS_NOTE,
    '',
    `${'step'.padEnd(6)}${MASS_HEADS.map((head) => head.padStart(12)).join('')}${'outcome'.padStart(12)}`,
    ...steps.map((step) => stepLine(step)),
    `mass of the read-outs in percent; outcome: right or wrong told by nearest neighbours (commoner label: ${hundredths(steps[0]?.outcome.commoner ?? Number.NaN)} %)`,
    `step told by nearest neighbours: ${hundredths(stepIndex.accuracy)} % (chance ${hundredths(stepIndex.chance)} %)`,
  ]
}

export const READINGS_NOTE = 'Readings: what thoughts read as. By themselves they are no evidence of what thoughts do.'
export const MASS_HEADS = ['best path', 'frontier', 'nearer', 'elsewhere'] as const

/** Masses of a step in the order of the heads, in [0, 1]. */
export function massesOf({ mass }: StepReading): readonly number[] {
  return [mass.optimal, mass.frontier, mass.reachable, mass.notReachable]
}

function resultLines({ test, verdict, figures, says }: BatteryResult, palette: Palette): readonly string[] {
  const paint = verdict === 'pass' ? palette.good : verdict === 'fail' ? palette.bad : palette.dim
  const width = Math.max(0, ...figures.map(({ name }) => name.length))
  return [
    `${paint(verdict.toUpperCase().padEnd(8))}${palette.bold(test)}`,
    ...figures.map((figure) => {
      const { value, interval } = figureText(figure)
      return `  ${figure.name.padEnd(width)}  ${value.padStart(12)}  ${palette.dim(interval)}`.trimEnd()
    }),
    `  ${says}`,
  ]
}

function stepLine(step: StepReading): string {
  const masses = massesOf(step).map((mass) => hundredths(mass).padStart(12))
  return `${String(step.step).padEnd(6)}${masses.join('')}${hundredths(step.outcome.accuracy).padStart(12)}`
}

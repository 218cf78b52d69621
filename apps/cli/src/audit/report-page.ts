import type { BatteryReport, BatteryResult } from '@espalier/latent'
import { escapeXml } from '../compare/plot-style.ts'
import { figureText, hundredths } from './figure-text.ts'
import { accuracyPlot, massPlot, replacementPlot } from './page-plots.ts'
import { PAGE_STYLE } from './page-style.ts'
import { MASS_HEADS, massesOf, READINGS_NOTE } from './report-text.ts'

/** The report as one HTML document that loads nothing. */
export function reportPage(report: BatteryReport, source: string): string {
  const { model, questions, pairs, thoughts, seed, results, readings } = report
  const about = `${questions} questions (${source}), ${pairs} counterfactual pairs, ${thoughts} thoughts, seed ${seed}. Intervals are at 95 %.`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit of thoughts: ${escapeXml(model)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>Do the thoughts of ${escapeXml(model)} matter?</h1>
<p>${escapeXml(about)}</p>
<div class="scroll"><table>
<thead><tr><th>test</th><th>verdict</th><th>meaning</th></tr></thead>
<tbody>${results.map((result) => summaryRow(result)).join('\n')}</tbody>
</table></div>
${figure('Accuracy by number of thoughts, percent', accuracyPlot(report))}
${figure('Accuracy with every thought replaced, percent', replacementPlot(report))}
${results
  .filter(({ figures }) => figures.length > 0)
  .map((result) => section(result))
  .join('\n')}
<h2>Readings</h2>
<p>${READINGS_NOTE}</p>
${figure('Mass of the read-outs by step, percent', massPlot(report))}
<div class="scroll"><table>
<thead><tr><th>step</th>${[...MASS_HEADS, 'outcome'].map((head) => `<th class="n">${head}</th>`).join('')}</tr></thead>
<tbody>${readings.steps
    .map(
      (step) =>
        `<tr><td>${step.step}</td>${[...massesOf(step), step.outcome.accuracy].map((x) => `<td class="n">${hundredths(x)}</td>`).join('')}</tr>`,
    )
    .join('\n')}</tbody>
</table></div>
<p class="soft">Outcome: whether the answer will be right, told from a thought by its nearest neighbours; the commoner label alone gives ${hundredths(readings.steps[0]?.outcome.commoner ?? Number.NaN)} %. Which step a thought is of is told rightly in ${hundredths(readings.stepIndex.accuracy)} % (chance ${hundredths(readings.stepIndex.chance)} %).</p>
</main>
</body>
</html>
`
}

function summaryRow({ test, verdict, says }: BatteryResult): string {
  const look = verdict === 'not run' ? 'soft' : verdict
  return `<tr><td>${test}</td><td class="${look}">${verdict}</td><td>${escapeXml(says)}</td></tr>`
}

function section({ test, verdict, figures }: BatteryResult): string {
  const rows = figures.map((one) => {
    const { value, interval } = figureText(one)
    return `<tr><td>${escapeXml(one.name)}</td><td class="n">${escapeXml(value)}</td><td class="n">${interval}</td><td class="n">${one.count}</td></tr>`
  })
  return `<h2>${test}: ${verdict}</h2>
<div class="scroll"><table>
<thead><tr><th>figure</th><th class="n">value</th><th class="n">interval</th><th class="n">of</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>`
}

function figure(caption: string, drawing: string): string {
  return `<figure><figcaption>${caption}</figcaption>${drawing}</figure>`
}

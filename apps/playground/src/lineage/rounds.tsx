import type { Lineage, RoundReport, Share } from '@espalier/protocol'
import { formatCount, plural } from '../parts/format.ts'
import { ShareText } from '../refinements/share-text.tsx'
import { RoundChart } from './round-chart.tsx'
import { roundSeries, roundsOf } from './round-series.ts'
import { DROP_REASONS } from './fate.ts'

/** What the rounds came to: figures of one, a chart and a table of several. */
export function Rounds({ lineage }: { readonly lineage: Lineage }) {
  const { rounds } = lineage
  const series = roundSeries(lineage)
  if (rounds.length === 0 && series.length === 0)
    return <p className="rounds none dim">No round was played to its end: there is nothing to report of it yet.</p>
  if (roundsOf(series).length > 1)
    return (
      <section className="rounds" aria-label="Rounds">
        <RoundChart series={series} />
        <RoundTable lineage={lineage} />
      </section>
    )
  return (
    <section className="rounds" aria-label="The round">
      {rounds.map((report) => (
        <RoundFigures key={report.round} report={report} />
      ))}
    </section>
  )
}

function RoundFigures({ report }: { readonly report: RoundReport }) {
  const { prompts, answers, undecided, searches, solved, nodes, pairs, examples, refinementsHonesty } = report
  const drops = Object.values(report.dropped).reduce((sum, count) => sum + count, 0)
  return (
    <dl className="figures">
      <Figure name="Searches above the gate" more={`of ${formatCount(searches)}`}>
        <ShareText share={solved} />
      </Figure>
      {refinementsHonesty === null ? null : (
        <>
          <Figure name="Refinements verified" more="by a program">
            <ShareText share={refinementsHonesty.verified} />
          </Figure>
          <Figure name="Judge’s over-rating" more="points, of refinements">
            <ShareText share={refinementsHonesty.overRating} isDifference />
          </Figure>
        </>
      )}
      <Figure name="Prompts" more={drops === 0 ? 'none dropped' : `${formatCount(drops)} dropped`}>
        {formatCount(prompts)}
      </Figure>
      <Figure name="Answers" more={undecided === 0 ? 'all decided' : `${formatCount(undecided)} undecided`}>
        {formatCount(answers)}
      </Figure>
      {nodes === null ? null : (
        <Figure name="Nodes of a search" more={`${nodes.max} at most`}>
          {nodes.mean.toFixed(1)}
        </Figure>
      )}
      <Figure name="Pairs" more={plural(examples, 'example')}>
        {formatCount(pairs)}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly more: string
  readonly children: React.ReactNode
}

function Figure({ name, more, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong className="number">{children}</strong> <span className="dim">{more}</span>
      </dd>
    </div>
  )
}

function RoundTable({ lineage: { rounds, heldOut } }: { readonly lineage: Lineage }) {
  const isVerified = rounds.some(({ refinementsHonesty }) => refinementsHonesty !== null)
  const numbers = [...new Set([...heldOut, ...rounds].map(({ round }) => round))].sort((a, b) => a - b)
  const head = (name: string) => (
    <th scope="col" className="right" key={name}>
      {name}
    </th>
  )
  const share = (key: string, value: Share | null | undefined, isDifference = false) => (
    <td className="right" key={key}>
      <ShareText share={value ?? null} isDifference={isDifference} />
    </td>
  )
  const count = (key: string, value: number | undefined, title?: string) => (
    <td className="right number" key={key} title={title}>
      {value === undefined ? <span className="dim">–</span> : formatCount(value)}
    </td>
  )
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Rounds in numbers">
      <table className="list-table round-table">
        <thead>
          <tr>
            <th scope="col">Round</th>
            {head('Above the gate')}
            {isVerified ? [head('Verified'), head('Over-rating')] : null}
            {heldOut.length === 0 ? null : [head('Held out, searched'), head('Held out, greedy')]}
            {['Prompts', 'Dropped', 'Searches', 'Pairs'].map(head)}
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => {
            const report = rounds.find(({ round }) => round === number)
            const measured = heldOut.find(({ round }) => round === number)
            const honesty = report?.refinementsHonesty
            return (
              <tr key={number}>
                <th scope="row" className="number">
                  {number === 0 ? 'before' : number}
                </th>
                {share('solved', report?.solved)}
                {isVerified
                  ? [share('verified', honesty?.verified), share('over-rating', honesty?.overRating, true)]
                  : null}
                {heldOut.length === 0
                  ? null
                  : [share('searched', measured?.searched), share('greedy', measured?.greedy)]}
                {count('prompts', report?.prompts)}
                {count('dropped', report === undefined ? undefined : dropsOf(report), dropsText(report))}
                {count('searches', report?.searches)}
                {count('pairs', report?.pairs)}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const dropsOf = ({ dropped }: RoundReport): number => Object.values(dropped).reduce((sum, count) => sum + count, 0)

const dropsText = (report: RoundReport | undefined): string | undefined =>
  report === undefined
    ? undefined
    : Object.entries(report.dropped)
        .map(([reason, count]) => `${count}: ${DROP_REASONS[reason as keyof typeof DROP_REASONS]}`)
        .join(', ')

import { useMemo } from 'react'
import { NONE, explorationFormula, type NodeId } from '@espalier/core'
import { candidatesOf, type Candidate } from '@espalier/protocol'
import { formatCount, formatPercent, formatShort, formatTerm, formatValue } from '../parts/format.ts'
import { ValueChip } from '../parts/value-chip.tsx'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import './candidates.css'

/** Statistics from fewer visits are shown faint. */
const FEW_VISITS = 25
const MAX_ROWS = 100

interface Column {
  readonly name: string
  readonly about?: string
  /** Shown only where the panel is wide. */
  readonly isRoomy?: boolean
}

/** The numbers of a candidate, in the order of a row. */
const columnsOf = (algorithm: string | undefined): readonly Column[] => [
  { name: 'Value' },
  { name: 'N', about: 'Visits: values backed up through the step' },
  { name: 'N %', about: 'Share of the visits' },
  { name: '±', about: 'Standard deviation of the values' },
  { name: 'P', about: 'Prior: how likely the model thought the step before it was tried' },
  { name: 'U', about: aboutExploration(algorithm), isRoomy: true },
  { name: 'LCB', about: 'Lower bound of the value: 1.96 standard errors below it, from two visits on', isRoomy: true },
  { name: 'Δ', about: 'Value below the highest among the candidates', isRoomy: true },
  { name: 'Tokens', about: 'Tokens read and written by trials at the step and below', isRoomy: true },
]

function aboutExploration(algorithm: string | undefined): string {
  const known = algorithm === undefined ? null : explorationFormula(algorithm)
  return known === null
    ? `Exploration term: ${algorithm ?? 'this search'} adds none to the value`
    : `Exploration term, added to the value to choose where to go next: ${known.formula}; trials under way count as visits (${known.source})`
}

/** The steps that a node might be left by, best first, as a chess program lists moves. At a leaf, its siblings. */
export function Candidates() {
  const { store, version } = useShown()
  const { selected, select, top } = useWorkspaceView()
  const { fold } = store
  const { tree } = fold
  const at = selected ?? (tree.size > top ? top : NONE)
  const base = at === NONE || tree.childCount(at) > 0 || tree.parent(at) === NONE ? at : tree.parent(at)
  const candidates = useMemo(() => (base === NONE ? [] : candidatesOf(fold, base)), [fold, base, version])
  const columns = columnsOf(fold.start?.policy.name)

  return (
    <section className="panel candidates" aria-labelledby="candidates-title">
      <header className="panel-head">
        <h2 id="candidates-title">Candidates</h2>
        {base === NONE ? null : (
          <span className="dim cut" title={tree.label(base)}>
            after {tree.label(base)}
          </span>
        )}
      </header>
      {candidates.length === 0 ? (
        <p className="panel-none dim">
          {base === NONE ? 'Waiting for the first event.' : 'No steps are known from here yet.'}
        </p>
      ) : (
        <div className="panel-scroll" tabIndex={0} role="region" aria-label="Candidate steps">
          <table className="candidate-table">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">Step</th>
                {columns.map(({ name, about, isRoomy }) => (
                  <th key={name} scope="col" className={isRoomy ? 'right roomy' : 'right'}>
                    {about === undefined ? name : <abbr title={about}>{name}</abbr>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {candidates.slice(0, MAX_ROWS).map((candidate, rank) => (
                <CandidateRow
                  key={candidate.node}
                  candidate={candidate}
                  tokens={store.tokens.at(candidate.node)}
                  rank={rank + 1}
                  isSelected={candidate.node === selected}
                  onSelect={select}
                />
              ))}
            </tbody>
          </table>
          {candidates.length > MAX_ROWS ? (
            <p className="panel-none dim">{formatCount(candidates.length - MAX_ROWS)} more with fewer visits.</p>
          ) : null}
        </div>
      )}
    </section>
  )
}

interface CandidateRowProps {
  readonly candidate: Candidate
  readonly tokens: number
  readonly rank: number
  readonly isSelected: boolean
  readonly onSelect: (node: NodeId) => void
}

function CandidateRow({ candidate, tokens, rank, isSelected, onSelect }: CandidateRowProps) {
  const { node, label, q, visits, visitShare, deviation, priorShare, bestPath, lowerBound, gap, exploration } =
    candidate
  return (
    <tr className={`${visits < FEW_VISITS ? 'few' : ''} ${isSelected ? 'selected' : ''}`}>
      <td className="number dim">{rank}</td>
      <td className="candidate-step">
        <button type="button" aria-pressed={isSelected} onClick={() => onSelect(node)}>
          <span className="candidate-label">{label}</span>
          {bestPath.length === 0 ? null : <span className="candidate-line dim cut">{bestPath.join('  ')}</span>}
        </button>
      </td>
      <td className="right number">
        <ValueChip value={q} visits={visits} />
      </td>
      <td className="right number">{formatShort(visits)}</td>
      <td className="right number">{formatPercent(visitShare)}</td>
      <td className="right number">{formatValue(deviation)}</td>
      <td className="right number">{formatValue(priorShare)}</td>
      <td className="right number roomy">{formatTerm(exploration)}</td>
      <td className="right number roomy">{formatValue(lowerBound)}</td>
      <td className="right number roomy">{gap === null || gap === 0 ? '–' : `−${formatValue(-gap)}`}</td>
      <td className="right number roomy">{formatShort(tokens)}</td>
    </tr>
  )
}

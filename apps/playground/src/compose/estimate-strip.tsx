import type { Estimate } from '@espalier/protocol'
import { basisText, estimateTexts } from './estimate-text.ts'

interface EstimateStripProps {
  /** Null while there is no request that could be estimated. */
  readonly estimate: Estimate | null
  /** It is of the request before this one. */
  readonly isOld: boolean
  readonly algorithm: string
  readonly model: string
}

/** What the search would take, before anything is spent. */
export function EstimateStrip({ estimate, isOld, algorithm, model }: EstimateStripProps) {
  if (estimate === null) return null
  return (
    <section className={isOld ? 'estimate old' : 'estimate'} aria-label="Estimate">
      <dl>
        {estimateTexts(estimate).map(({ name, value, range, about }) => (
          <div key={name} title={about}>
            <dt>{name}</dt>
            <dd>
              <span className="number estimate-value">{value}</span>
              <span className="number dim">{range}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="dim">{basisText(estimate, algorithm, model)}</p>
    </section>
  )
}

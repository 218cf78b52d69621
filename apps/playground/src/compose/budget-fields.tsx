import type { FieldFault } from '@espalier/protocol'
import type { BudgetField, Draft } from './draft.ts'
import { faultAt } from './faults.ts'
import { Field } from './field.tsx'

interface BudgetFieldsProps {
  readonly draft: Draft
  readonly faults: readonly FieldFault[]
  readonly onChange: (part: Partial<Draft>) => void
}

const FIELDS: readonly {
  readonly name: BudgetField
  readonly label: string
  readonly about: string
  readonly unit?: string
}[] = [
  { name: 'trials', label: 'Trials', about: 'At most so many. Empty: no limit.' },
  { name: 'value', label: 'Good enough', about: 'Stop at an answer with at least this value, 0 to 1.' },
  { name: 'nodes', label: 'Nodes', about: 'No new trial once the tree has so many.' },
  { name: 'tokens', label: 'Tokens', about: 'No new trial once models wrote so many.' },
  { name: 'seconds', label: 'Time', about: 'Work at most, pauses left out.', unit: 's' },
]

/** When to stop, and how the search is run. */
export function BudgetFields({ draft, faults, onChange }: BudgetFieldsProps) {
  return (
    <div className="field-grid">
      {FIELDS.map(({ name, label, about, unit }) => (
        <Field
          key={name}
          numeric
          label={label}
          about={about}
          placeholder="no limit"
          {...(unit === undefined ? {} : { unit })}
          value={draft.budget[name]}
          fault={
            faultAt(faults, `/budget/${name}`) ?? (name === 'seconds' ? faultAt(faults, '/budget/timeMs') : undefined)
          }
          onChange={(text) => onChange({ budget: { ...draft.budget, [name]: text } })}
        />
      ))}
      <Field
        numeric
        label="Concurrency"
        about="Trials in flight at once."
        value={draft.concurrency}
        placeholder="1"
        fault={faultAt(faults, '/concurrency')}
        onChange={(concurrency) => onChange({ concurrency })}
      />
      <Field
        numeric
        label="Seed"
        about="Same seed and same everything: same search."
        value={draft.seed}
        placeholder="0"
        fault={faultAt(faults, '/seed')}
        onChange={(seed) => onChange({ seed })}
      />
      <Field
        label="Name"
        about="In lists and in the log."
        placeholder="search"
        value={draft.name}
        fault={faultAt(faults, '/name')}
        onChange={(name) => onChange({ name })}
      />
    </div>
  )
}

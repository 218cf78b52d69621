import type { AlgorithmInfo, FieldFault, JsonSchema } from '@espalier/protocol'
import { faultAt } from './faults.ts'
import { Choice, Field } from './field.tsx'

interface AlgorithmFieldsProps {
  readonly algorithms: readonly AlgorithmInfo[]
  readonly chosen: AlgorithmInfo | undefined
  readonly options: Readonly<Record<string, string>>
  readonly faults: readonly FieldFault[]
  readonly onChoose: (name: string) => void
  readonly onOptions: (options: Readonly<Record<string, string>>) => void
}

/** The algorithm, and the options that its schema names. An empty option keeps its default. */
export function AlgorithmFields({ algorithms, chosen, options, faults, onChoose, onOptions }: AlgorithmFieldsProps) {
  const properties = (chosen?.options['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  return (
    <>
      <Choice
        label="Name"
        value={chosen?.name ?? ''}
        options={algorithms}
        onChange={onChoose}
        fault={faultAt(faults, '/algorithm/name')}
        note={chosen === undefined ? null : <span className="source">{chosen.source}</span>}
      />
      <div className="field-grid">
        {Object.entries(properties).map(([name, schema]) => (
          <Field
            key={name}
            numeric
            label={name}
            about={typeof schema['description'] === 'string' ? schema['description'] : undefined}
            placeholder={
              schema['default'] === undefined ? 'none' : String(Number(Number(schema['default']).toFixed(4)))
            }
            value={options[name] ?? ''}
            fault={faultAt(faults, `/algorithm/options/${name}`)}
            onChange={(text) => onOptions({ ...options, [name]: text })}
          />
        ))}
      </div>
    </>
  )
}

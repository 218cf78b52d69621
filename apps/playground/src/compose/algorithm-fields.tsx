import type { AlgorithmInfo, FieldFault, JsonSchema } from '@espalier/protocol'
import { wordsOf } from './draft.ts'
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
  const all = Object.entries(optionSchemasOf(chosen))
  const usual = all.filter(([, schema]) => schema['default'] !== undefined)
  const rare = all.filter(([, schema]) => schema['default'] === undefined)
  const fieldOf = ([name, schema]: readonly [string, JsonSchema]) => (
    <OptionField
      key={name}
      name={name}
      schema={schema}
      value={options[name] ?? ''}
      fault={faultAt(faults, `/algorithm/options/${name}`)}
      onChange={(text) => onOptions({ ...options, [name]: text })}
    />
  )
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
      <div className="field-grid">{usual.map(fieldOf)}</div>
      {rare.length === 0 ? null : (
        <details className="more-options" open={rare.some(([name]) => (options[name] ?? '') !== '')}>
          <summary>{rare.length} more options</summary>
          <div className="field-grid">{rare.map(fieldOf)}</div>
        </details>
      )}
    </>
  )
}

/** Schemas of an algorithm's options, by name. */
export function optionSchemasOf(chosen: AlgorithmInfo | undefined): Readonly<Record<string, JsonSchema>> {
  return (chosen?.options['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
}

interface OptionFieldProps {
  readonly name: string
  readonly schema: JsonSchema
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (text: string) => void
}

/** A number to write, or a word to choose. */
function OptionField({ name, schema, value, fault, onChange }: OptionFieldProps) {
  const about = typeof schema['description'] === 'string' ? schema['description'] : undefined
  const words = wordsOf(schema)
  const common = { label: name, value, fault, about, onChange }
  return words === null ? (
    <Field {...common} numeric placeholder={placeholderOf(schema)} />
  ) : (
    <Choice {...common} options={[{ name: '' }, ...words.map((word) => ({ name: word }))]} />
  )
}

function placeholderOf({ default: initial }: JsonSchema): string {
  return initial === undefined ? 'none' : String(Number(Number(initial).toFixed(4)))
}

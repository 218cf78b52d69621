import { useId, type ChangeEvent, type ReactNode } from 'react'

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly about?: ReactNode
  readonly fault?: string | undefined
  readonly placeholder?: string
  readonly unit?: string
  readonly numeric?: boolean
  readonly large?: boolean
  /** A text of sentences gets so many lines. Default: one line that does not break. */
  readonly lines?: number
}

/** A text field with its name above it, what it means below, and what is wrong with it in place of that. */
export function Field({
  label,
  value,
  onChange,
  about,
  fault,
  placeholder,
  unit,
  numeric = false,
  large = false,
  lines,
}: FieldProps) {
  const id = useId()
  const hasNote = fault !== undefined || about !== undefined
  const common = {
    id,
    spellCheck: false,
    value,
    placeholder,
    'aria-invalid': fault !== undefined,
    'aria-describedby': hasNote ? `${id}-note` : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
  }
  return (
    <div className={large ? 'field large' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <div className="field-input">
        {lines === undefined ? (
          <input
            {...common}
            type="text"
            inputMode={numeric ? 'decimal' : 'text'}
            autoComplete="off"
            className={numeric ? 'number' : undefined}
          />
        ) : (
          <textarea {...common} rows={lines} />
        )}
        {unit === undefined ? null : <span className="field-unit dim">{unit}</span>}
      </div>
      {hasNote ? (
        <p id={`${id}-note`} className={fault === undefined ? 'field-note' : 'field-note fault'}>
          {fault ?? about}
        </p>
      ) : null}
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** The empty name stands for none of them. */
  readonly options: readonly { readonly name: string; readonly title?: string; readonly about?: string }[]
  /** What the choice is about, where the options do not say it themselves. */
  readonly about?: ReactNode
  readonly note?: ReactNode
  readonly fault?: string | undefined
}

/** One of a few by name, with what the chosen one is. */
export function Choice({ label, value, onChange, options, about, note, fault }: ChoiceProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-note`}
        aria-invalid={fault !== undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(({ name, title = name }) => (
          <option key={name} value={name}>
            {name === '' ? 'default' : title}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} className={fault === undefined ? 'field-note' : 'field-note fault'}>
        {fault ?? options.find(({ name }) => name === value)?.about ?? about}
        {fault === undefined ? note : null}
      </p>
    </div>
  )
}

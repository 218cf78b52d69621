import { useId, type ReactNode } from 'react'

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
}: FieldProps) {
  const id = useId()
  const hasNote = fault !== undefined || about !== undefined
  return (
    <div className={large ? 'field large' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <div className="field-input">
        <input
          id={id}
          type="text"
          inputMode={numeric ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          className={numeric ? 'number' : undefined}
          value={value}
          placeholder={placeholder}
          aria-invalid={fault !== undefined}
          aria-describedby={hasNote ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
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
  readonly options: readonly { readonly name: string; readonly about?: string }[]
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
        {options.map(({ name }) => (
          <option key={name} value={name}>
            {name === '' ? 'default' : name}
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
